package dev.lucid.docker;

import com.github.dockerjava.api.model.PullResponseItem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How far a pull is, by what the engine tells of its layers. Safe for many threads. */
final class PullProgress {
    private static final int MEBIBYTE = 20;
    private static final Set<String> THERE = Set.of("Pull complete", "Already exists");

    private final Set<String> layers = new HashSet<>();
    private final Set<String> done = new HashSet<>();
    private final Map<String, Long> bytes = new HashMap<>();
    private Optional<String> complaint = Optional.empty();

    synchronized void hear(PullResponseItem item) {
        if (item.getErrorDetail() != null) {
            complaint = Optional.of(String.valueOf(item.getErrorDetail().getMessage()));
        } else if (item.getId() != null && item.getStatus() != null) {
            hear(item.getId(), item.getStatus(), item);
        }
    }

    private void hear(String layer, String status, PullResponseItem item) {
        // What the image as a whole is doing has its tag in the same place.
        if (!status.startsWith("Pulling from")) {
            layers.add(layer);
        }
        if (THERE.contains(status)) {
            done.add(layer);
        }
        var detail = item.getProgressDetail();
        if (status.equals("Downloading") && detail != null && detail.getCurrent() != null) {
            bytes.put(layer, detail.getCurrent());
        }
    }

    /** The same for a person, as the end of a sentence. */
    synchronized String words() {
        var loaded = bytes.values().stream().mapToLong(Long::longValue).sum();

        return done.size() + " of " + layers.size() + " layers are there, " + (loaded >> MEBIBYTE) + " MB were loaded";
    }

    /** What went wrong, in the engine's words. */
    synchronized Optional<String> complaint() {
        return complaint;
    }
}

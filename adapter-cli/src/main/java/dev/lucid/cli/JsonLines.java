package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.render.Output;
import dev.lucid.cli.render.Viewer;
import dev.lucid.port.chat.Sight;
import java.util.regex.Pattern;

/** A chat as a program reads it: a frame a line. Frames of events up to a number are left out. */
final class JsonLines implements Viewer {
    private static final Pattern CONTROL = Pattern.compile("[\\x7f-\\x9f]");

    private final Output out;
    private final Frames frames;
    private final long after;
    private long seen;

    JsonLines(Output out, Frames frames, long after) {
        this.out = requireNonNull(out, "out");
        this.frames = requireNonNull(frames, "frames");
        this.after = after;
        frames.opening().forEach(out::line);
    }

    @Override
    public void show(Sight sight) {
        if (sight instanceof Sight.Event stored) {
            seen = stored.event().seq();
        }
        var lines = frames.of(sight);
        if (seen > after || sight instanceof Sight.CaughtUp) {
            lines.forEach(line -> out.line(harmless(line)));
        }
    }

    /** JSON leaves some control characters as they are that a terminal would obey; escaped they mean the same. */
    static String harmless(String json) {
        return CONTROL.matcher(json)
                .replaceAll(
                        found -> "\\\\u00" + Integer.toHexString(found.group().charAt(0)));
    }

    @Override
    public void tick() {}

    @Override
    public void rest() {}
}

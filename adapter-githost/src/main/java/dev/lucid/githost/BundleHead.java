package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lucid.domain.change.BranchName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The readable beginning of a bundle, read before git sees any of it: the bundle must hold exactly the one branch that
 * is expected, and nothing that changes how the rest is understood.
 */
final class BundleHead {
    private static final int MAX_BYTES = 64 * 1024;
    private static final String ID = "[0-9a-f]{40}([0-9a-f]{24})?";
    private static final Pattern NEEDED = Pattern.compile("-" + ID + "( .*)?");
    private static final Pattern REFERENCE = Pattern.compile("(" + ID + ") (\\S+)");
    private static final Pattern CAPABILITY = Pattern.compile("@object-format=sha(1|256)");

    private BundleHead() {}

    /**
     * Checks a bundle's beginning.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static void check(byte[] bundle, BranchName expected) {
        List<String> lines = lines(bundle);
        String signature = lines.isEmpty() ? "" : lines.getFirst();
        boolean third = signature.equals("# v3 git bundle");
        if (!third && !signature.equals("# v2 git bundle")) {
            throw new IllegalArgumentException("it is no bundle of git's");
        }
        var references = new ArrayList<String>();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("@")) {
                require(third && CAPABILITY.matcher(line).matches(), "it holds only parts of its objects");
            } else if (line.startsWith("-")) {
                require(NEEDED.matcher(line).matches(), "its beginning is damaged");
            } else {
                var reference = REFERENCE.matcher(line);
                require(reference.matches(), "its beginning is damaged");
                references.add(reference.group(3));
            }
        }
        require(
                references.equals(List.of("refs/heads/" + expected)),
                "it should hold the branch " + expected + " and nothing else");
    }

    private static List<String> lines(byte[] bundle) {
        String start = new String(bundle, 0, Math.min(bundle.length, MAX_BYTES), ISO_8859_1);
        int end = start.indexOf("\n\n");
        require(end >= 0, "it is no bundle of git's");

        return List.of(start.substring(0, end).split("\n", -1));
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}

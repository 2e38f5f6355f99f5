package dev.lucid.cli.render;

import java.util.Map;

/**
 * What the place that is written to can do.
 *
 * @param live whether a line may be drawn over again
 * @param coloured whether colours are wanted and understood
 * @param width in columns
 */
public record Terminal(boolean live, boolean coloured, int width) {
    private static final int USUAL_WIDTH = 80;
    private static final int NARROWEST = 20;

    public Terminal {
        width = Math.max(NARROWEST, width);
    }

    /** A file or a pipe: neither colours nor anything that moves. */
    public static Terminal none() {
        return new Terminal(false, false, USUAL_WIDTH);
    }

    /** What a screen of that width can do, as {@code TERM} and {@code NO_COLOR} tell. */
    public static Terminal screen(Map<String, String> environment, int width) {
        var able = !environment.getOrDefault("TERM", "dumb").equals("dumb");
        var wanted = environment.getOrDefault("NO_COLOR", "").isEmpty();

        return new Terminal(able, able && wanted, width);
    }
}

package dev.lucid.domain.model;

/**
 * Tokens of one or more model calls. {@code input} counts all of the prompt, {@code cached} those of it that came from
 * the provider's cache; {@code output} counts all of the reply, thinking included.
 */
public record TokenUsage(long input, long cached, long output) {
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0);

    public TokenUsage {
        if (input < 0 || cached < 0 || output < 0) {
            throw new IllegalArgumentException("Tokens are counted from 0: " + input + ", " + cached + ", " + output);
        }
    }

    /** This and {@code other} together. */
    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(input + other.input, cached + other.cached, output + other.output);
    }

    /** All tokens, in and out. */
    public long total() {
        return input + output;
    }
}

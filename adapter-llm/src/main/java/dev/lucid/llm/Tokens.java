package dev.lucid.llm;

import dev.lucid.domain.model.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What one call used, as it is priced: {@code fresh} tokens of the prompt that were read anew, {@code cached} ones from
 * the provider's cache, {@code stored} ones that were read anew and put into it, {@code output} with all thinking.
 */
record Tokens(long fresh, long cached, long stored, long output) {
    static final Tokens NONE = new Tokens(0, 0, 0, 0);

    /** A provider leaves out what it did not count. */
    static long count(@Nullable Integer given) {
        return given == null ? 0 : Math.max(0, given);
    }

    TokenUsage usage() {
        return new TokenUsage(fresh + cached + stored, cached, output);
    }
}

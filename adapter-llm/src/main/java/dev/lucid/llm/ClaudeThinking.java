package dev.lucid.llm;

import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.Prompt.Message;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a Claude is asked to think: each generation refuses the others' way. */
enum ClaudeThinking {
    /** Says nothing about it: too old, or unknown. */
    NOT,
    /** With so many tokens: from 3.7 to 4.5. */
    BUDGET,
    /** As it finds fit: from 4.6 to 5. */
    ADAPTIVE,
    /** As it finds fit, and the thoughts are bound to the conversation: 5.1 and later. */
    BOUND;

    static final int BUDGET_TOKENS = 8_000;

    /** Like {@code claude-opus-5-5} and {@code claude-haiku-4-5-20251001}; the oldest put the version first. */
    private static final Pattern NAME =
            Pattern.compile("claude-(?:[a-z]+-(\\d+)(?:-(\\d{1,2}))?|(\\d+)-(\\d{1,2})-[a-z]+)(?:[-@].*)?");

    static ClaudeThinking of(String model, Prompt prompt) {
        var name = NAME.matcher(model);
        if (!name.matches()) {
            return NOT;
        }
        var major = number(name.group(1)).or(() -> number(name.group(3))).orElse(0);
        var minor = number(name.group(2)).or(() -> number(name.group(4))).orElse(0);
        var version = major * 100 + minor;
        if (version >= 501) {
            return BOUND;
        }
        if (version >= 406) {
            return ADAPTIVE;
        }

        return version >= 307 && !resumesForeignWork(prompt) ? BUDGET : NOT;
    }

    /** With a budget, a reply whose calls are being answered must begin with its thought; somebody else's has none. */
    private static boolean resumesForeignWork(Prompt prompt) {
        return !prompt.messages().isEmpty()
                && prompt.messages().getLast() instanceof Message.Answer
                && prompt.messages().reversed().stream()
                        .filter(Message.Assistant.class::isInstance)
                        .map(Message.Assistant.class::cast)
                        .findFirst()
                        .flatMap(reply -> Seal.read(AnthropicBlocks.MAKER, reply))
                        .isEmpty();
    }

    private static Optional<Integer> number(@Nullable String digits) {
        return digits == null ? Optional.empty() : Optional.of(Integer.valueOf(digits));
    }
}

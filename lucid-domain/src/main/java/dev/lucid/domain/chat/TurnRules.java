package dev.lucid.domain.chat;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a turn may use up and whom it must ask; fixed when it starts, so that folding its events needs nothing else.
 *
 * @param iterations model replies
 * @param time from the turn's start
 * @param tokens in and out, all replies together
 * @param microUsd money, in millionths of a US dollar
 * @param window the model's context window, in tokens
 * @param approvalTime how long a person has to approve a call
 */
public record TurnRules(
        int iterations,
        Duration time,
        OptionalLong tokens,
        OptionalLong microUsd,
        int window,
        ApprovalPolicy approval,
        Duration approvalTime) {
    /** 50 replies in 30 minutes, no other limit, no approval, a window of 128,000 tokens. */
    public static final TurnRules STANDARD = new TurnRules(
            50,
            Duration.ofMinutes(30),
            OptionalLong.empty(),
            OptionalLong.empty(),
            128_000,
            ApprovalPolicy.NEVER,
            Duration.ofMinutes(10));

    public TurnRules {
        if (iterations < 1 || window < 1) {
            throw new IllegalArgumentException(
                    "A turn has at least one reply and a window: " + iterations + ", " + window);
        }
        requireNonNull(time, "time");
        requireNonNull(tokens, "tokens");
        requireNonNull(microUsd, "microUsd");
        requireNonNull(approval, "approval");
        requireNonNull(approvalTime, "approvalTime");
    }

    /** The same rules for a model with another window. */
    public TurnRules withWindow(int tokens) {
        return new TurnRules(iterations, time, this.tokens, microUsd, tokens, approval, approvalTime);
    }
}

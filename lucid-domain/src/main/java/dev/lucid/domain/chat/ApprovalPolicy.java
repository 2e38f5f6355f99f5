package dev.lucid.domain.chat;

import dev.lucid.domain.tool.Effect;
import dev.lucid.domain.tool.ToolUse;

/** Which calls need a person's consent. Closed for ever. */
public enum ApprovalPolicy {
    NEVER,
    WRITES,
    ALL;

    /** Whether a person must consent to {@code use} before it runs. */
    public boolean asksFor(ToolUse use) {
        return switch (this) {
            case NEVER -> false;
            case WRITES -> use.effect() == Effect.WRITES;
            case ALL -> true;
        };
    }
}

package dev.lucid.domain.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.TokenUsage;
import java.util.OptionalLong;

/** What a turn has used up so far. */
public record Spend(int replies, TokenUsage usage, Cost cost) {
    public static final Spend NOTHING = new Spend(0, TokenUsage.NONE, Cost.nothing());

    public Spend {
        requireNonNull(usage, "usage");
        requireNonNull(cost, "cost");
    }

    /** Whether that much money is spent. What has no known price never reaches a limit: there is nothing to compare. */
    boolean reaches(OptionalLong microUsd) {
        return microUsd.isPresent() && cost instanceof Cost.Known(var spent) && spent >= microUsd.getAsLong();
    }

    Spend plusReply(TokenUsage more, Cost price) {
        return new Spend(replies + 1, usage.plus(more), cost.plus(price));
    }

    Spend plusCondensation(TokenUsage more, Cost price) {
        return new Spend(replies, usage.plus(more), cost.plus(price));
    }
}

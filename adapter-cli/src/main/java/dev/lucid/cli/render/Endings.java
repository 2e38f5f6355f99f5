package dev.lucid.cli.render;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How a turn ended, what it cost, and where its work is. For one thread. */
final class Endings {
    private final Screen screen;
    private Optional<Instant> startedAt = Optional.empty();
    private Instant endedAt = Instant.EPOCH;
    private TokenUsage usage = TokenUsage.NONE;
    private Cost cost = Cost.nothing();
    private int replies;
    private Optional<ChatFact.BranchPushed> pushed = Optional.empty();
    private Optional<String> pushFailure = Optional.empty();
    private Optional<ChatFact.PullRequestOpened> request = Optional.empty();
    private Optional<String> requestFailure = Optional.empty();

    Endings(Screen screen) {
        this.screen = requireNonNull(screen, "screen");
    }

    void after(StoredEvent stored) {
        endedAt = stored.at();
        switch (stored.event()) {
            case ChatFact.TurnStarted _ -> begin(stored.at());
            case ChatFact.ModelReplied replied -> {
                replies++;
                pushFailure = Optional.empty();
                requestFailure = Optional.empty();
                add(replied.usage(), replied.cost());
            }
            case ChatFact.ContextCondensed condensed -> add(condensed.usage(), condensed.cost());
            case ChatFact.BranchPushed branch -> pushed = Optional.of(branch);
            case ChatFact.PushFailed(var _, var message) -> pushFailure = Optional.of(message);
            case ChatFact.PullRequestOpened opened -> request = Optional.of(opened);
            case ChatFact.PullRequestFailed(var message) -> requestFailure = Optional.of(message);
            default -> {} // nothing else counts
        }
    }

    private void begin(Instant at) {
        startedAt = Optional.of(at);
        usage = TokenUsage.NONE;
        cost = Cost.nothing();
        replies = 0;
        pushed = Optional.empty();
        pushFailure = Optional.empty();
        request = Optional.empty();
        requestFailure = Optional.empty();
    }

    private void add(TokenUsage more, Cost price) {
        usage = usage.plus(more);
        cost = cost.plus(price);
    }

    void show(StopReason reason) {
        screen.gap();
        switch (reason) {
            case StopReason.Finished _ -> finished();
            case StopReason.Stopped() -> headline(Ink.YELLOW, "■ stopped");
            case StopReason.LimitReached(var limit) -> headline(Ink.YELLOW, "■ ended at its limit of " + words(limit));
            case StopReason.Stuck(var pattern) -> {
                headline(Ink.RED, "✗ stuck");
                screen.print(Ink.RED, OutputView.INDENT + pattern + "\n");
            }
            case StopReason.Failed(var message) -> {
                headline(Ink.RED, "✗ failed");
                screen.print(Ink.RED, OutputView.INDENT + message.strip() + "\n");
            }
        }
        pushed.ifPresent(this::branch);
        request.ifPresent(this::link);
    }

    private void finished() {
        if (pushFailure.isPresent()) {
            but("not pushed", pushFailure.get());
        } else if (requestFailure.isPresent()) {
            but("no pull request was opened", requestFailure.get());
        } else {
            headline(Ink.GREEN, "✓ finished");
        }
    }

    /** What git says may have several lines, so what the turn cost has one of its own. */
    private void but(String what, String why) {
        var words = why.strip().replace("\n", "\n" + OutputView.INDENT);
        screen.print(Ink.RED, "✗ finished, but " + what + ": " + words + "\n");
        headline(Ink.PLAIN, " ");
    }

    private static String words(StopReason.Limit limit) {
        return switch (limit) {
            case ITERATIONS -> "replies (MAX_ITERATIONS)";
            case TIME -> "time (CONVERSATION_TIMEOUT)";
            case TOKENS -> "tokens";
            case MONEY -> "money";
        };
    }

    private void headline(Ink ink, String words) {
        screen.print(ink, words);
        var time = startedAt.map(at -> " in " + Words.duration(Duration.between(at, endedAt)));
        var cached = usage.cached() > 0 ? " (" + Words.number(usage.cached()) + " cached)" : "";
        screen.print(
                Ink.DIM,
                time.orElse("") + " · " + (replies == 1 ? "1 reply" : Words.number(replies) + " replies") + " · "
                        + Words.number(usage.input()) + " tokens in" + cached + ", " + Words.number(usage.output())
                        + " out · " + Words.money(cost) + "\n");
    }

    private void branch(ChatFact.BranchPushed work) {
        var diff = Diff.of(work.diff());
        screen.print(Ink.PLAIN, OutputView.INDENT + "branch ");
        screen.print(Ink.BOLD, work.branch());
        screen.print(
                Ink.DIM,
                " pushed · " + Words.count(diff.changes().size(), "file") + ", +" + diff.added() + " -" + diff.removed()
                        + "\n");
        DiffView.stat(screen, diff);
    }

    private void link(ChatFact.PullRequestOpened opened) {
        screen.print(Ink.PLAIN, OutputView.INDENT + "pull request #" + opened.number() + " ");
        screen.print(Ink.BOLD, opened.url() + "\n");
    }
}

package dev.lucid.cli.render;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.turn.Chat;
import dev.lucid.domain.turn.NextStep;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What a chat is at right now, in a line that moves. For one thread. */
final class Progress {
    private static final String WHEEL = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static final Duration STEP = Duration.ofMillis(100);

    private final InstantSource clock;
    private Chat chat;
    private boolean running;
    private Instant since;
    private String said = "";

    Progress(InstantSource clock, Chat fresh) {
        this.clock = requireNonNull(clock, "clock");
        this.chat = requireNonNull(fresh, "fresh");
        this.since = clock.instant();
    }

    void after(StoredEvent stored) {
        chat = chat.after(stored);
        since = clock.instant();
        said = "";
        switch (stored.event()) {
            case ChatFact.ToolStarted _ -> running = true;
            case ChatFact.ToolFinished _, ChatFact.TurnEnded _, ChatFact.TurnTakenOver _ -> running = false;
            default -> {} // nothing else starts or ends a tool
        }
    }

    /** How far what is under way has come, in its own words. */
    void said(String words) {
        said = words;
    }

    /** The line, while something is under way; {@code hidden} lines of output are not shown. */
    Optional<String> label(long hidden) {
        var now = clock.instant();
        var work = running ? Optional.of("running") : work(chat.next(now));

        return work.map(words -> {
            var time = Duration.between(since, now);
            var turned = (int) (time.dividedBy(STEP) % WHEEL.length());
            var more = running && hidden > 0 ? " · " + Words.count(hidden, "more line") : "";

            return WHEEL.charAt(Math.max(0, turned)) + " " + words + " " + Math.max(0, time.toSeconds()) + " s" + more
                    + (said.isEmpty() ? "" : " · " + said);
        });
    }

    private static Optional<String> work(NextStep next) {
        return switch (next) {
            case NextStep.AskModel _ -> Optional.of("thinking");
            case NextStep.Condense _ -> Optional.of("summing up the conversation");
            case NextStep.CloneRepository _ -> Optional.of("cloning the repository");
            case NextStep.PushBranch _ -> Optional.of("pushing the branch");
            case NextStep.OpenPullRequest _ -> Optional.of("opening the pull request");
            case NextStep.StartTurn _ -> Optional.of("starting");
            case NextStep.RunTool(ToolCall _) -> Optional.of("running");
            case NextStep.AwaitResume _ -> Optional.of("paused");
            case NextStep.AwaitKey _ -> Optional.of("waiting for a key");
            case NextStep.EndSession _ -> Optional.of("ending the session");
            case NextStep.AwaitApproval _, NextStep.Rest _, NextStep.Note _, NextStep.Stop _ -> Optional.empty();
        };
    }
}

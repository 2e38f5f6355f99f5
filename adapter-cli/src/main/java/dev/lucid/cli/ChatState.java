package dev.lucid.cli;

import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.turn.Chat;
import dev.lucid.domain.turn.NextStep;
import dev.lucid.domain.turn.Turn;
import java.time.Instant;

/** What a chat is at, for a person who looks at many. Grows in minor versions. */
enum ChatState {
    RUNNING_HERE("running here"),
    RUNNING_ELSEWHERE("running elsewhere"),
    /** There is something to do, and nobody does it. */
    UNATTENDED("waiting"),
    UNAPPROVED("waiting"),
    PAUSED("waiting"),
    /** Its key is gone. */
    KEYLESS("waiting"),
    FINISHED("finished"),
    FAILED("failed"),
    STOPPED("stopped"),
    LIMITED("stopped");

    private final String word;

    ChatState(String word) {
        this.word = word;
    }

    static ChatState of(Chat chat, Runner runner, Instant now) {
        return switch (chat.next(now)) {
            case NextStep.Rest _ ->
                chat.turn().flatMap(Turn::ended).map(ChatState::of).orElse(FINISHED);
            case NextStep.AwaitApproval _ -> UNAPPROVED;
            case NextStep.AwaitResume _ -> PAUSED;
            case NextStep.AwaitKey _ -> KEYLESS;
            case NextStep.StartTurn _,
                    NextStep.CloneRepository _,
                    NextStep.AskModel _,
                    NextStep.Condense _,
                    NextStep.RunTool _,
                    NextStep.Note _,
                    NextStep.PushBranch _,
                    NextStep.EndSession _,
                    NextStep.OpenPullRequest _,
                    NextStep.Stop _ ->
                switch (runner) {
                    case HERE -> RUNNING_HERE;
                    case ELSEWHERE -> RUNNING_ELSEWHERE;
                    case NOBODY -> UNATTENDED;
                };
        };
    }

    private static ChatState of(StopReason reason) {
        return switch (reason) {
            case StopReason.Finished _ -> FINISHED;
            case StopReason.Stopped _ -> STOPPED;
            case StopReason.LimitReached _ -> LIMITED;
            case StopReason.Stuck _, StopReason.Failed _ -> FAILED;
        };
    }

    /** It in a word or two, for a column. */
    String word() {
        return word;
    }

    /** It in a line, with what to do about it; {@code chat} is the chat's brief id. */
    String line(String chat) {
        return switch (this) {
            case RUNNING_HERE, RUNNING_ELSEWHERE -> word + ": ./lucid watch " + chat;
            case UNATTENDED -> "waiting, as nobody runs it: " + advice(chat);
            case UNAPPROVED -> "waiting for approval: ./lucid watch " + chat;
            case PAUSED -> "waiting, as it is paused; to end the turn: ./lucid stop " + chat;
            case KEYLESS -> "waiting, as its key is gone; what to do: ./lucid show " + chat;
            case LIMITED -> "stopped at a limit; go on: ./lucid send " + chat + " \"go on\"";
            case FINISHED, FAILED, STOPPED -> word;
        };
    }

    /** How a chat that nobody runs goes on. */
    static String advice(String chat) {
        return "./lucid send " + chat + " \"go on\", or start ./lucid serve";
    }
}

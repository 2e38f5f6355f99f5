package dev.lucid.application.turn;

import dev.lucid.domain.turn.NextStep;

/** Whether a step is work, for which a chat needs its place. */
enum Labour {
    NONE,
    BETWEEN_TURNS,
    IN_A_TURN;

    static Labour of(NextStep next) {
        return switch (next) {
            case NextStep.Rest _,
                    NextStep.AwaitApproval _,
                    NextStep.AwaitResume _,
                    NextStep.AwaitKey _,
                    NextStep.Note _,
                    NextStep.Stop _ -> NONE;
            case NextStep.StartTurn _, NextStep.EndSession _ -> BETWEEN_TURNS;
            case NextStep.CloneRepository _,
                    NextStep.AskModel _,
                    NextStep.Condense _,
                    NextStep.RunTool _,
                    NextStep.PushBranch _,
                    NextStep.OpenPullRequest _ -> IN_A_TURN;
        };
    }
}

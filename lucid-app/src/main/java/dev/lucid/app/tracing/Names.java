package dev.lucid.app.tracing;

import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.tool.Effect;
import dev.lucid.domain.tool.ToolResult;
import java.util.Locale;

/** How spans call what Lucid knows by types. Names once sent stay: others build on them. */
final class Names {
    private Names() {}

    static String of(StopReason reason) {
        return switch (reason) {
            case StopReason.Finished _ -> "finished";
            case StopReason.Stopped _ -> "stopped";
            case StopReason.LimitReached _ -> "limit_reached";
            case StopReason.Stuck _ -> "stuck";
            case StopReason.Failed _ -> "failed";
        };
    }

    static String of(ToolResult result) {
        return switch (result) {
            case ToolResult.CommandEnded _ -> "command_ended";
            case ToolResult.TimedOut _ -> "timed_out";
            case ToolResult.Cancelled _ -> "cancelled";
            case ToolResult.Interrupted _ -> "interrupted";
            case ToolResult.Answered _ -> "answered";
            case ToolResult.FileWritten _ -> "file_written";
            case ToolResult.FileEdited _ -> "file_edited";
            case ToolResult.Failed _ -> "failed";
            case ToolResult.Denied _ -> "denied";
            case ToolResult.OutcomeUnknown _ -> "outcome_unknown";
        };
    }

    static String of(Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT);
    }

    /** The provider as OpenTelemetry calls it. */
    static String provider(ModelRef model) {
        return model.provider().equals("google") ? "gcp.gemini" : model.provider();
    }
}

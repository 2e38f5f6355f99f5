package dev.lucid.postgres;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lucid.domain.chat.StopReason;

/** The stored form of why a turn ended. */
final class StopReasonForm {
    private StopReasonForm() {}

    static ObjectNode put(StopReason reason, ObjectNode json) {
        return switch (reason) {
            case StopReason.Finished _ -> json.put("reason", "finished");
            case StopReason.Stopped() -> json.put("reason", "stopped");
            case StopReason.LimitReached(var limit) ->
                json.put("reason", "limit_reached").put("limit", limit.name());
            case StopReason.Stuck _ -> json.put("reason", "stuck");
            case StopReason.Failed _ -> json.put("reason", "failed");
        };
    }

    static String text(StopReason reason) {
        return switch (reason) {
            case StopReason.Finished(var summary) -> summary;
            case StopReason.Stopped() -> "";
            case StopReason.LimitReached _ -> "";
            case StopReason.Stuck(var pattern) -> pattern;
            case StopReason.Failed(var message) -> message;
        };
    }

    static StopReason read(Fields fields, String text) {
        return switch (fields.text("reason")) {
            case "finished" -> new StopReason.Finished(text);
            case "stopped" -> new StopReason.Stopped();
            case "limit_reached" -> new StopReason.LimitReached(StopReason.Limit.valueOf(fields.text("limit")));
            case "stuck" -> new StopReason.Stuck(text);
            case "failed" -> new StopReason.Failed(text);
            default -> new StopReason.Failed(text); // a newer Lucid's reason: the turn is over all the same
        };
    }
}

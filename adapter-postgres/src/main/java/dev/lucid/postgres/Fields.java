package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.domain.chat.ApprovalPolicy;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.workspace.WorkspacePath;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what {@link EventWriter} and its like wrote. A missing field that has no meaning for its absence is an error. */
record Fields(JsonNode json) {
    Fields {
        requireNonNull(json, "json");
    }

    String text(String name) {
        return json.required(name).asText();
    }

    Optional<String> optionalText(String name) {
        return json.hasNonNull(name) ? Optional.of(json.get(name).asText()) : Optional.empty();
    }

    long number(String name) {
        return json.required(name).asLong();
    }

    int smallNumber(String name) {
        return Math.toIntExact(number(name));
    }

    OptionalLong optionalNumber(String name) {
        return json.hasNonNull(name) ? OptionalLong.of(json.get(name).asLong()) : OptionalLong.empty();
    }

    boolean flag(String name) {
        return json.path(name).asBoolean(false);
    }

    Duration duration(String name) {
        return Duration.parse(text(name));
    }

    CallId call() {
        return CallId.of(text("call"));
    }

    WorkspacePath path() {
        return path(text("path"));
    }

    /** The path that {@code WorkspacePath.toString} gave, even if its first name is that of the mount point. */
    static WorkspacePath path(String text) {
        return new WorkspacePath(Arrays.stream(text.split("/", -1))
                .filter(name -> !name.isEmpty())
                .toList());
    }

    TokenUsage usage() {
        var usage = new Fields(json.required("usage"));
        return new TokenUsage(usage.number("input"), usage.number("cached"), usage.number("output"));
    }

    /** Absent where no price is known: unknown is not the same as nothing. */
    Cost cost() {
        var known = optionalNumber("micro_usd");
        return known.isPresent() ? new Cost.Known(known.getAsLong()) : new Cost.Unknown();
    }

    TurnRules rules() {
        var rules = new Fields(json.required("rules"));
        return new TurnRules(
                rules.smallNumber("iterations"),
                rules.duration("time"),
                rules.optionalNumber("tokens"),
                rules.optionalNumber("micro_usd"),
                rules.smallNumber("window"),
                ApprovalPolicy.valueOf(rules.text("approval")),
                rules.duration("approval_time"));
    }
}

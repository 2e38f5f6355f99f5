package dev.lucid.githost;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.domain.identity.Secret;
import dev.lucid.port.integration.HostAnswer.Reason;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a host's refusal: why it refuses, what it said, and when to come back. */
final class HostWords {
    private static final int MAX_WORDS = 300;
    private static final int MAX_PARTS = 8;
    private static final long MAX_WAIT_SECONDS = Duration.ofDays(1).toSeconds();

    private final HostSide side;
    private final InstantSource clock;

    HostWords(HostSide side, InstantSource clock) {
        this.side = side;
        this.clock = clock;
    }

    HostFailure refusal(HostReply reply) {
        String said = said(reply);
        Reason reason = reason(reply, said);

        return new HostFailure(
                reason, meaning(reason, reply) + (said.isEmpty() ? "." : ": " + said), again(reason, reply));
    }

    private String meaning(Reason reason, HostReply reply) {
        return switch (reason) {
            case UNAUTHORIZED -> side.shown() + " does not take the token";
            case FORBIDDEN -> side.shown() + " does not let the token do this";
            case NOT_FOUND -> side.shown() + " knows no such thing, or does not show it to this token";
            case RATE_LIMITED -> side.shown() + " was asked too often";
            case REJECTED -> side.shown() + " refuses";
            case BAD_ADDRESS ->
                side.shown() + " redirects to another address, which is not followed. Use the one that it has now";
            case UNAVAILABLE -> side.shown() + " answered with status " + reply.status();
        };
    }

    private static Reason reason(HostReply reply, String said) {
        return switch (reply.status()) {
            case 301, 302, 303, 307, 308 -> Reason.BAD_ADDRESS;
            case 400, 405, 409, 422 -> Reason.REJECTED;
            case 401 -> Reason.UNAUTHORIZED;
            case 403 -> isLimit(reply, said) ? Reason.RATE_LIMITED : Reason.FORBIDDEN;
            case 404, 410 -> Reason.NOT_FOUND;
            case 429 -> Reason.RATE_LIMITED;
            default -> Reason.UNAVAILABLE;
        };
    }

    /** GitHub says 403 for both: too much this hour, and too much at once. */
    private static boolean isLimit(HostReply reply, String said) {
        return reply.header("retry-after").isPresent()
                || reply.header("x-ratelimit-remaining")
                        .filter(left -> left.strip().equals("0"))
                        .isPresent()
                || said.toLowerCase(Locale.ROOT).contains("rate limit");
    }

    private Optional<Duration> again(Reason reason, HostReply reply) {
        if (reason != Reason.RATE_LIMITED && reply.status() != 503) {
            return Optional.empty();
        }
        return reply.header("retry-after")
                .flatMap(text -> seconds(text).map(Duration::ofSeconds).or(() -> until(text)))
                .or(() -> reply.header("x-ratelimit-reset")
                        .or(() -> reply.header("ratelimit-reset"))
                        .flatMap(HostWords::seconds)
                        .map(Instant::ofEpochSecond)
                        .map(this::until))
                .map(wait -> wait.toSeconds() > MAX_WAIT_SECONDS ? Duration.ofSeconds(MAX_WAIT_SECONDS) : wait);
    }

    private static Optional<Long> seconds(String text) {
        return text.strip().matches("\\d{1,11}") ? Optional.of(Long.parseLong(text.strip())) : Optional.empty();
    }

    private Optional<Duration> until(String date) {
        try {
            return Optional.of(until(ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private Duration until(Instant then) {
        Duration wait = Duration.between(clock.instant(), then);

        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** The host's own reasons, GitHub's or GitLab's form; nothing of a page that is no JSON. */
    private String said(HostReply reply) {
        var parts = new ArrayList<String>();
        JsonNode body = reply.json();
        for (String name : List.of("message", "error_description", "error", "errors")) {
            collect(body.path(name), parts);
        }
        return cleaned(String.join("; ", parts.stream().distinct().toList()), side.token());
    }

    private static void collect(JsonNode node, List<String> parts) {
        if (parts.size() >= MAX_PARTS) {
            return;
        }
        if (node.isValueNode() && !node.isNull()) {
            parts.add(node.asText());
        } else if (node.has("code")) {
            // GitHub: what is wrong with which field of what was sent
            parts.add(node.path("message")
                    .asText(node.path("field").asText("") + " "
                            + node.path("code").asText("")));
        } else {
            node.forEach(part -> collect(part, parts));
        }
    }

    /** Safe to show: without the token, however it came there, without control characters, and short. */
    static String cleaned(String words, Secret token) {
        String plain = words.replace(token.reveal(), "***")
                .replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ")
                .strip();

        return plain.length() <= MAX_WORDS
                ? plain
                : plain.substring(0, MAX_WORDS).strip() + "…";
    }
}

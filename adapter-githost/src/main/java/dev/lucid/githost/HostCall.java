package dev.lucid.githost;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.port.integration.HostAnswer.Reason;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The requests of one call to a host, within its time. Used by one thread. */
final class HostCall {
    /** Of all pages together. */
    private static final long MAX_LISTED_BYTES = 64L << 20;

    private static final Pattern WEB = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);
    private static final int PAGE = 100;
    private static final int MAX_REDIRECTS = 3;

    private final HostClient client;
    private final HostSettings settings;
    private final HostSide side;
    private final HostWords words;
    private final long end;

    HostCall(HostClient client, HostSettings settings, HostSide side, InstantSource clock) {
        this.client = client;
        this.settings = settings;
        this.side = side;
        this.words = new HostWords(side, clock);
        this.end = System.nanoTime() + settings.callLimit().toNanos();
    }

    /** How one thing is read out of the host's answer. */
    @FunctionalInterface
    interface Reading<T> {
        T read(JsonNode node) throws HostFailure;
    }

    URI api() {
        return side.api();
    }

    JsonNode get(String way) throws HostFailure {
        return understood(answer(address(way)));
    }

    JsonNode post(String way, Map<String, String> content) throws HostFailure {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(way))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(HostReply.written(content)));

        return understood(client.ask(side, request, left()));
    }

    /** All that is listed at {@code way}, which already has a query; page after page, until one is not full. */
    <T> List<T> pages(String way, Reading<T> reading) throws HostFailure {
        var all = new ArrayList<T>();
        long bytes = 0;
        for (int page = 1; page <= settings.maxPages(); page++) {
            HostReply reply = answer(address(way + "&per_page=" + PAGE + "&page=" + page));
            JsonNode listed = understood(reply);
            bytes += reply.body().length;
            if (!listed.isArray() || bytes > MAX_LISTED_BYTES) {
                throw notUnderstood();
            }
            for (JsonNode one : listed) {
                all.add(reading.read(one));
            }
            if (listed.size() < PAGE || isSaidToBeLast(reply)) {
                break;
            }
        }
        return all;
    }

    private static boolean isSaidToBeLast(HostReply reply) {
        return reply.header("link")
                .filter(link -> !link.contains("rel=\"next\""))
                .isPresent();
    }

    String text(JsonNode node, String name) throws HostFailure {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw notUnderstood();
        }
        return value.textValue();
    }

    /** An address that people may be sent to: of the web, and no script. */
    String link(JsonNode node, String name) throws HostFailure {
        String address = text(node, name);
        if (!WEB.matcher(address).lookingAt()) {
            throw notUnderstood();
        }
        return address;
    }

    /** Follows a redirect only to the host itself: the token is for nobody else. */
    private HostReply answer(URI address) throws HostFailure {
        URI asked = address;
        for (int hop = 0; ; hop++) {
            HostReply reply = client.ask(side, HttpRequest.newBuilder(asked), left());
            if (!reply.isRedirect() || hop == MAX_REDIRECTS) {
                return reply;
            }
            URI next = next(asked, reply);
            if (!side.isOwn(next)) {
                return reply;
            }
            asked = next;
        }
    }

    private static URI next(URI from, HostReply reply) {
        try {
            return from.resolve(reply.header("location").orElse(""));
        } catch (IllegalArgumentException _) {
            return URI.create("about:blank");
        }
    }

    private JsonNode understood(HostReply reply) throws HostFailure {
        if (!reply.isSuccess()) {
            throw words.refusal(reply);
        }
        JsonNode json = reply.json();
        if (!json.isContainerNode()) {
            throw notUnderstood();
        }
        return json;
    }

    HostFailure notUnderstood() {
        return new HostFailure(
                Reason.UNAVAILABLE,
                side.shown() + " did not answer in its own words. Check that it is the right address.");
    }

    private Duration left() throws HostFailure {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (left.toMillis() <= 0) {
            throw new HostFailure(Reason.UNAVAILABLE, side.shown() + " took too long. Try again later.");
        }
        return left.compareTo(settings.askLimit()) < 0 ? left : settings.askLimit();
    }

    private URI address(String way) {
        return URI.create(side.api() + way);
    }
}

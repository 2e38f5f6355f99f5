package dev.lucid.cli.remote;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.cli.Runner;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.ReadChats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The chats of whoever's token is shown. Users are not named: the server knows who asks. */
final class RemoteChats implements ReadChats {
    static final int NOT_FOUND = 404;
    private static final int MOST = 100;
    private static final Duration GLANCE = Duration.ofSeconds(5);

    private final RemoteServer server;
    private final Function<String, StoredEvent> form;

    RemoteChats(RemoteServer server, Function<String, StoredEvent> form) {
        this.server = requireNonNull(server, "server");
        this.form = requireNonNull(form, "form");
    }

    @Override
    public List<ChatProfile> list(UserId user, int limit, int offset) {
        var found = new ArrayList<ChatProfile>();
        List<ChatProfile> page;
        int wanted;
        do {
            wanted = Math.min(MOST, limit - found.size());
            page = understood(server.get("/api/v1/profiles?limit=" + wanted + "&offset=" + (offset + found.size())))
                    .map(reply ->
                            all(reply.path("profiles")).map(Profiles::read).toList())
                    .orElse(List.of());
            found.addAll(page);
        } while (page.size() == wanted && found.size() < limit);

        return found;
    }

    @Override
    public Optional<ChatProfile> find(UserId user, ChatId chat) {
        return understood(server.get(events(chat, 0, 0))).map(reply -> Profiles.read(reply.path("chat")));
    }

    /** There may be more than are given, if they are long: only where none is given there is no more. */
    @Override
    public List<StoredEvent> events(UserId user, ChatId chat, long after, int limit) {
        return page(chat, after, limit).orElse(List.of());
    }

    /** The same; empty if there is no such chat. */
    Optional<List<StoredEvent>> page(ChatId chat, long after, int limit) {
        return understood(server.get(events(chat, after, limit)))
                .map(reply -> all(reply.path("events")).map(this::event).toList());
    }

    /** The server does not say which of its processes it is. */
    @Override
    public Optional<UUID> runner(UserId user, ChatId chat) {
        return runner(chat) == Runner.NOBODY ? Optional.empty() : Optional.of(chat.value());
    }

    /** A server that can't be asked just now may well run it. */
    Runner runner(ChatId chat) {
        try {
            return understood(server.get(events(chat, 0, 0), GLANCE))
                            .filter(reply -> reply.path("attended").booleanValue())
                            .isPresent()
                    ? Runner.ELSEWHERE
                    : Runner.NOBODY;
        } catch (PortFailure.Transient _) {
            return Runner.ELSEWHERE;
        }
    }

    StoredEvent event(JsonNode event) {
        try {
            return form.apply(event.toString());
        } catch (IllegalArgumentException e) {
            throw new PortFailure.Permanent(
                    "The server tells of something that this version does not know. Use the server's version here.", e);
        }
    }

    /** The path of a chat's events. */
    static String events(ChatId chat) {
        return "/api/v1/chats/" + chat + "/events";
    }

    private static String events(ChatId chat, long after, int limit) {
        return events(chat) + "?after=" + after + "&limit=" + Math.min(MOST, limit);
    }

    private static Stream<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** Empty for what is not there; what the server does not understand is a fault of this program. */
    private static Optional<JsonNode> understood(Reply reply) {
        if (reply.isOk()) {
            return Optional.of(reply.body());
        }
        if (reply.status() == NOT_FOUND) {
            return Optional.empty();
        }
        throw new PortFailure.Permanent("The server did not understand what it was asked: " + reply.detail());
    }
}

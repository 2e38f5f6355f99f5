package dev.lucid.javalin.lucidai;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.Answer;
import dev.lucid.javalin.Inputs;
import dev.lucid.javalin.JsonObject;
import dev.lucid.javalin.Method;
import dev.lucid.javalin.Rejection;
import dev.lucid.javalin.Request;
import dev.lucid.javalin.Routes;
import dev.lucid.port.chat.ManageChats;
import dev.lucid.port.chat.ReadChats;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Chats over REST: what was said in them, what they are called, and their end. */
final class ChatRoutes {
    static final String ALL = "/api/v1/chats";
    static final String ONE = "/api/v1/chats/{chat_id}";
    static final String EVENT = "/api/v1/chats/{chat_id}/events/{seq}";

    private static final int STANDARD_LIMIT = 50;
    private static final int MAX_LIMIT = 100;
    private static final int PAGE = 500;

    /** An answer ends with the message that makes it longer than that, in characters; the rest is asked for. */
    private static final int MAX_ANSWER = 8_000_000;

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");

    private final ReadChats chats;
    private final ManageChats edits;

    ChatRoutes(ReadChats chats, ManageChats edits) {
        this.chats = requireNonNull(chats, "chats");
        this.edits = requireNonNull(edits, "edits");
    }

    void lay(Routes routes) {
        routes.user(Method.GET, ALL, this::list);
        routes.user(Method.GET, ONE, this::show);
        routes.user(Method.PATCH, ONE, this::rename);
        routes.user(Method.DELETE, ONE, this::delete);
        routes.user(Method.GET, EVENT, this::event);
    }

    private Answer list(UserId user, Request request) {
        var inputs = Inputs.ofQuery(request);
        var limit = inputs.queried("limit", STANDARD_LIMIT, 1, MAX_LIMIT);
        var offset = inputs.queried("offset", 0, 0, Integer.MAX_VALUE);
        inputs.check();
        var all =
                chats.list(user, limit, offset).stream().map(chat -> about(chat).end());

        return Answer.ok(
                new JsonObject().putJson("chats", JsonObject.array(all)).end());
    }

    private Answer show(UserId user, Request request) {
        var inputs = Inputs.ofQuery(request);
        var after = inputs.queried("after", 0, 0, Integer.MAX_VALUE);
        inputs.check();
        var chat = chats.find(user, Ids.chat(request.parameter("chat_id"))).orElseThrow(Ids::noChat);

        return Answer.ok(withMessages(chat, after));
    }

    /** With all messages, or as many as one answer may have: then it says after which event the next ones come. */
    private String withMessages(ChatProfile chat, long after) {
        var messages = new ArrayList<String>();
        var length = 0L;
        var seq = after;
        List<StoredEvent> page;
        do {
            page = chats.events(chat.owner(), chat.id(), seq, PAGE);
            for (var stored : page) {
                if (length > MAX_ANSWER) {
                    return whole(chat, messages).put("next", seq).end();
                }
                for (var message : EventFrames.message(stored).stream().toList()) {
                    messages.add(message);
                    length += message.length();
                }
                seq = stored.seq();
            }
        } while (!page.isEmpty());

        return whole(chat, messages).end();
    }

    private Answer rename(UserId user, Request request) {
        var inputs = Inputs.ofBody(request);
        if (!inputs.says("title")) {
            throw new Rejection(BAD_REQUEST, "Missing 'title'");
        }
        var title = inputs.text("title");
        inputs.check();
        var id = Ids.chat(request.parameter("chat_id"));
        return switch (edits.rename(user, id, title)) {
            case ManageChats.Renamed.Done(var kept) ->
                Answer.ok(done("updated", id).put("title", kept).end());
            case ManageChats.Renamed.NoSuchChat _ -> throw Ids.noChat();
            case ManageChats.Renamed.Refused(var why) -> throw inputs.refusal("title", why);
        };
    }

    private Answer delete(UserId user, Request request) {
        var id = Ids.chat(request.parameter("chat_id"));
        if (!edits.delete(user, id)) {
            throw Ids.noChat();
        }

        return Answer.ok(done("deleted", id).end());
    }

    private Answer event(UserId user, Request request) {
        var chat = chats.find(user, Ids.chat(request.parameter("chat_id"))).orElseThrow(Ids::noChat);
        var seq = request.parameter("seq");
        var found = NUMBER.matcher(seq).matches()
                ? chats.events(user, chat.id(), Long.parseLong(seq) - 1, 1)
                : List.<StoredEvent>of();
        if (found.isEmpty()) {
            throw new Rejection(NOT_FOUND, "Event not found");
        }

        return Answer.ok(EventFrames.whole(found.getFirst()));
    }

    private static JsonObject whole(ChatProfile chat, List<String> messages) {
        return about(chat).putJson("messages", JsonObject.array(messages.stream()));
    }

    private static JsonObject about(ChatProfile chat) {
        return new JsonObject()
                .put("id", chat.id().toString())
                .put("agentSessionId", chat.session().toString())
                .putJson("projectId", chat.project().map(JsonObject::quoted).orElse(JsonObject.NULL))
                .put("title", chat.title())
                .put("modelProvider", chat.model().provider())
                .put("isActive", chat.active())
                .put("createdAt", Timestamps.text(chat.createdAt()))
                .put("updatedAt", Timestamps.text(chat.updatedAt()));
    }

    private static JsonObject done(String status, ChatId chat) {
        return new JsonObject().put("status", status).put("id", chat.toString());
    }
}

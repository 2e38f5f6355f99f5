package dev.lucid.javalin.lucidai;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.Answer;
import dev.lucid.javalin.JsonObject;
import dev.lucid.javalin.Method;
import dev.lucid.javalin.Rejection;
import dev.lucid.javalin.Request;
import dev.lucid.javalin.Routes;
import dev.lucid.javalin.Verbs;
import dev.lucid.javalin.Wire;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Chats and their events in the form that Lucid stores, for clients that fold events themselves, as Lucid's own command
 * line does. What is asked for is said in the words of the socket {@code /api/v1/ws}, and each answer holds the event that
 * it became. Whoever wants to know at once that there is more listens at that socket.
 */
public final class StoredChats implements Wire {
    static final String PROFILES = "/api/v1/profiles";
    static final String CHATS = "/api/v1/chats";
    static final String EVENTS = "/api/v1/chats/{chat_id}/events";
    private static final int MOST = 100;

    /** An answer ends with the event that makes it longer than that, in UTF-16 units; the next one goes on. */
    private static final int ENOUGH = 2_000_000;

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int REFUSED = 409;
    private static final int TOO_MANY = 429;

    private final Verbs verbs;
    private final Function<StoredEvent, String> form;

    /** {@code form} writes an event as a JSON object. */
    public StoredChats(Verbs verbs, Function<StoredEvent, String> form) {
        this.verbs = requireNonNull(verbs, "verbs");
        this.form = requireNonNull(form, "form");
    }

    @Override
    public void lay(Routes routes) {
        routes.describe(Descriptions.read(Descriptions.STORED));
        routes.user(Method.GET, PROFILES, this::list);
        routes.user(Method.POST, CHATS, this::start);
        routes.user(Method.GET, EVENTS, this::events);
        routes.user(Method.POST, EVENTS, this::add);
    }

    private Answer list(UserId user, Request request) {
        var limit = number(request, "limit", MOST);
        var offset = number(request, "offset", 0);
        if (limit > MOST || offset > Integer.MAX_VALUE) {
            throw new Rejection(BAD_REQUEST, "Ask for at most " + MOST + " at once.");
        }
        var profiles = new StringBuilder();
        for (var chat : verbs.readChats().list(user, (int) limit, (int) offset)) {
            profiles.append(profiles.isEmpty() ? "[" : ",").append(profile(chat));
        }

        return Answer.ok(new JsonObject()
                .putJson("profiles", profiles.isEmpty() ? "[]" : profiles.append(']'))
                .end());
    }

    private Answer start(UserId user, Request request) {
        var said = ClientFrames.first(request.body());
        if (said instanceof ClientFrame.Start start) {
            return start(start.by(user));
        }
        throw unfit(said, "Missing required field: 'task'");
    }

    private Answer start(StartChat.Command command) {
        return switch (verbs.startChat().start(command)) {
            case StartChat.Outcome.Started(var chat, var task, var repeated) ->
                Answer.ok(new JsonObject()
                        .putJson("chat", profile(chat))
                        .putJson("event", form.apply(task))
                        .put("repeated", repeated)
                        .end());
            case StartChat.Outcome.Refused(var why) -> throw new Rejection(REFUSED, why);
            case StartChat.Outcome.TooMany(var why, var again) -> tooMany(why, again);
        };
    }

    private Answer events(UserId user, Request request) {
        var chat = chat(user, request);
        var after = number(request, "after", 0);
        var limit = number(request, "limit", MOST);
        if (limit > MOST) {
            throw new Rejection(BAD_REQUEST, "Ask for at most " + MOST + " at once.");
        }
        var found = new StringBuilder();
        if (limit > 0) {
            var page = verbs.readChats()
                    .events(user, chat.id(), after, (int) limit)
                    .iterator();
            while (page.hasNext() && found.length() < ENOUGH) {
                found.append(found.isEmpty() ? "[" : ",").append(form.apply(page.next()));
            }
        }

        return Answer.ok(new JsonObject()
                .putJson("chat", profile(chat))
                .put("attended", verbs.readChats().runner(user, chat.id()).isPresent())
                .putJson("events", found.isEmpty() ? "[]" : found.append(']'))
                .end());
    }

    private Answer add(UserId user, Request request) {
        var chat = chat(user, request).id();
        var said = ClientFrames.next(request.body());
        if (said instanceof ClientFrame.Message message) {
            return send(user, chat, message, delivery(request));
        }
        if (said instanceof ClientFrame.Control(var wanted, var key)) {
            return control(new ControlTurn.Command(user, chat, wanted, key));
        }
        throw unfit(said, "Say message, stop, pause, resume or approve.");
    }

    private static Rejection unfit(ClientFrame said, String expected) {
        return new Rejection(BAD_REQUEST, said instanceof ClientFrame.Unfit(var _, var message) ? message : expected);
    }

    private Answer control(ControlTurn.Command command) {
        return switch (verbs.controlTurn().control(command)) {
            case ControlTurn.Outcome.Requested(var stored) -> added(stored, false);
            case ControlTurn.Outcome.TooMany(var why, var again) -> tooMany(why, again);
            case ControlTurn.Outcome.NoSuchChat _ -> throw noSuchChat();
        };
    }

    private Answer send(UserId user, ChatId chat, ClientFrame.Message message, Delivery delivery) {
        var command = new SendMessage.Command(user, chat, message.content(), delivery, message.model(), message.key());

        return switch (verbs.sendMessage().send(command)) {
            case SendMessage.Outcome.Sent(var stored, var repeated) -> added(stored, repeated);
            case SendMessage.Outcome.Refused(var why) -> throw new Rejection(REFUSED, why);
            case SendMessage.Outcome.TooMany(var why, var again) -> tooMany(why, again);
            case SendMessage.Outcome.NoSuchChat _ -> throw noSuchChat();
        };
    }

    private static Answer tooMany(String why, Duration again) {
        return Answer.problem(TOO_MANY, why).with("Retry-After", String.valueOf(Math.max(1, again.toSeconds())));
    }

    private Answer added(StoredEvent stored, boolean repeated) {
        return Answer.ok(new JsonObject()
                .putJson("event", form.apply(stored))
                .put("repeated", repeated)
                .end());
    }

    /** Messages steer a running turn, as over the socket, unless they are to wait for its end. */
    private static Delivery delivery(Request request) {
        var queued = Json.read(request.body()).filter(body -> body.path("queue").asBoolean());
        return queued.isPresent() ? Delivery.QUEUE : Delivery.STEER;
    }

    private ChatProfile chat(UserId user, Request request) {
        return id(request.parameter("chat_id"))
                .flatMap(id -> verbs.readChats().find(user, id))
                .orElseThrow(StoredChats::noSuchChat);
    }

    private static Optional<ChatId> id(String text) {
        try {
            var id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(new ChatId(id)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Rejection noSuchChat() {
        return new Rejection(NOT_FOUND, "Chat not found");
    }

    private static long number(Request request, String name, long usual) {
        var text = request.query(name);
        if (text.isPresent() && !text.get().matches("\\d{1,18}")) {
            throw new Rejection(BAD_REQUEST, "'" + name + "' is a number from 0.");
        }
        return text.map(Long::parseLong).orElse(usual);
    }

    private static String profile(ChatProfile chat) {
        var json = new JsonObject()
                .put("id", chat.id().toString())
                .put("owner", chat.owner().toString())
                .put("session", chat.session().toString())
                .put("title", chat.title())
                .put("provider", chat.model().provider())
                .put("model", chat.model().model())
                .put("pullRequest", chat.pullRequest())
                .put("active", chat.active())
                .put("createdAt", chat.createdAt().toString())
                .put("updatedAt", chat.updatedAt().toString());
        chat.project().ifPresent(project -> json.put("project", project));
        chat.label().ifPresent(label -> json.put("label", label));
        chat.repository().ifPresent(repository -> {
            json.put("repository", repository.address())
                    .put("authorName", repository.author().name())
                    .put("authorEmail", repository.author().email());
            repository.branch().ifPresent(branch -> json.put("branch", branch));
        });

        return json.end();
    }

    @Override
    public void close() {}
}

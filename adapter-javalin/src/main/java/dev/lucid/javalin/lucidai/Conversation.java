package dev.lucid.javalin.lucidai;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.javalin.Line;
import dev.lucid.javalin.Talk;
import dev.lucid.javalin.Verbs;
import dev.lucid.javalin.Visitor;
import dev.lucid.javalin.lucidai.ClientFrame.Problem;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.chat.WatchChat;
import dev.lucid.port.chat.WatchChat.Watch;
import dev.lucid.port.session.ManageSessions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A client's conversation over {@code /api/v1/ws}: it names a task or a chat first, then speaks and watches. Once its token
 * has expired it may go on watching, but a request is answered with the end of the conversation.
 */
final class Conversation implements Talk {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private static final String UNKNOWN = "Authentication required. Provide a valid JWT token.";

    private enum Stage {
        /** The client has not said yet what it wants. */
        SILENT,
        /** It has, or took too long. */
        BEGUN,
        /** The line is closed. */
        OVER
    }

    private final Visitor visitor;
    private final Line line;
    private final Verbs verbs;
    private final Encoding encoding;
    private final BooleanSupplier mocked;
    private final Runnable callOffTimeout;
    private volatile Optional<ChatProfile> chat = Optional.empty();
    private Optional<Watch> watch = Optional.empty();
    private Stage stage = Stage.SILENT;

    /**
     * The client has {@code patience} to say what it wants, and with it who it is where that is not known yet;
     * {@code mocked} when there is no model but the scripted one.
     */
    Conversation(
            Visitor visitor, Line line, Verbs verbs, Encoding encoding, BooleanSupplier mocked, Duration patience) {
        this.visitor = visitor;
        this.line = line;
        this.verbs = verbs;
        this.encoding = encoding;
        this.mocked = mocked;
        this.callOffTimeout = line.later(patience, this::tireOfWaiting);
        visitor.refusal().ifPresent(why -> line.close(unwelcome().number(), why));
    }

    @Override
    public void heard(String text) {
        if (!line.isOpen()) {
            return;
        }
        try {
            if (chat.isPresent()) {
                MDC.put("chat", chat.get().id().toString());
                next(chat.get(), ClientFrames.next(text));
            } else {
                introduced(text, ClientFrames.first(text));
            }
        } catch (PortFailure e) {
            LOG.warn("What a client asked for failed: {}", e.getMessage());
            failed();
        }
    }

    @Override
    public void heardBytes() {
        refuse(CloseCode.NOT_UNDERSTOOD, "Send JSON as text, not as bytes.");
    }

    @Override
    public void ended() {
        Optional<Watch> open;
        synchronized (this) {
            stage = Stage.OVER;
            open = watch;
            watch = Optional.empty();
        }
        callOffTimeout.run();
        open.ifPresent(Watch::close);
        chatId().ifPresent(encoding::forget);
    }

    /** Who it is comes before all that the client wants. */
    private void introduced(String text, ClientFrame frame) {
        if (visitor.user().isEmpty() && !(frame instanceof ClientFrame.Ping)) {
            ClientFrames.token(text).ifPresent(visitor::show);
            if (visitor.user().isEmpty()) {
                var why = visitor.refusal().filter(_ -> visitor.isCrowded()).orElse(UNKNOWN);
                begin(() -> refuse(unwelcome(), why));
                return;
            }
        }
        first(frame);
    }

    private CloseCode unwelcome() {
        return visitor.isCrowded() ? CloseCode.CROWDED : CloseCode.NOT_KNOWN;
    }

    private void first(ClientFrame frame) {
        switch (frame) {
            case ClientFrame.Ping _ -> line.say(StatusFrames.pong(chatId()));
            case ClientFrame.Start start -> begin(() -> start(start));
            case ClientFrame.Begin(var session) -> begin(() -> start(session));
            case ClientFrame.Attach(var id, var after) -> begin(() -> attach(id, after));
            case ClientFrame.Unfit(var problem, var message) -> refuse(code(problem), message);
            case ClientFrame.Message _, ClientFrame.Control _ ->
                throw new IllegalStateException("Nothing of the kind is read before there is a chat");
        }
    }

    private void next(ChatProfile known, ClientFrame frame) {
        if (visitor.isExpired() && !(frame instanceof ClientFrame.Ping)) {
            refuse(CloseCode.EXPIRED, "This token has expired: open another socket with a new one.");
            return;
        }
        var tooMuch = visitor.ask();
        if (tooMuch.isPresent()) {
            complain(tooMuch.get());
            return;
        }
        switch (frame) {
            case ClientFrame.Ping _ -> line.say(StatusFrames.pong(chatId()));
            case ClientFrame.Message message -> send(known, message);
            case ClientFrame.Control control -> control(known, control);
            case ClientFrame.Unfit(var _, var message) -> complain(message);
            case ClientFrame.Start _, ClientFrame.Begin _, ClientFrame.Attach _ ->
                throw new IllegalStateException("Nothing of the kind is read once there is a chat");
        }
    }

    private void start(ClientFrame.Start start) {
        line.say(StatusFrames.initializing(Optional.empty()));
        var outcome = verbs.startChat().start(start.by(user()));
        if (outcome instanceof StartChat.Outcome.Refused && start.model().isPresent() && mocked.getAsBoolean()) {
            outcome = verbs.startChat().start(start.withAnyModel().by(user()));
        }
        started(outcome);
    }

    private void start(SessionId session) {
        line.say(StatusFrames.initializing(Optional.empty()));
        switch (verbs.manageSessions().start(user(), session)) {
            case ManageSessions.Start.Tried(var outcome) -> started(outcome);
            case ManageSessions.Start.NoSuchSession _ -> refuse(CloseCode.NO_SESSION, Fields.NO_SESSION);
        }
    }

    private void started(StartChat.Outcome outcome) {
        switch (outcome) {
            case StartChat.Outcome.Started(var profile, var task, var _) -> {
                watch(profile, new Standing(profile.id()), 0, StatusFrames.taken(profile, task));
            }
            case StartChat.Outcome.Refused(var message) -> refuse(CloseCode.NORMAL, message);
            case StartChat.Outcome.TooMany(var message, var _) -> refuse(CloseCode.NORMAL, message);
        }
    }

    private void attach(ChatId id, long after) {
        var profile = verbs.readChats().find(user(), id);
        if (profile.isEmpty()) {
            refuse(CloseCode.NO_CHAT, Fields.NO_CHAT);
            return;
        }
        var standing = new Past(verbs.readChats()).standing(profile.get(), after);
        if (standing.isEmpty()) {
            refuse(CloseCode.NORMAL, "This chat has no event " + after + ": attach after the last one that you have.");
            return;
        }
        line.say(StatusFrames.initializing(Optional.of(id)));
        watch(profile.get(), standing.get(), after, Optional.empty());
    }

    private void watch(ChatProfile profile, Standing standing, long after, Optional<String> taken) {
        chat = Optional.of(profile);
        line.say(StatusFrames.ready(profile));
        taken.ifPresent(line::say);
        var watcher = new FrameWatcher(profile, standing, after, encoding, line::send);
        switch (verbs.watchChat().watch(new WatchChat.Command(user(), profile.id(), after), watcher)) {
            case WatchChat.Outcome.Watching(var opened) -> keep(opened);
            case WatchChat.Outcome.NoSuchChat _ -> refuse(CloseCode.NO_CHAT, Fields.NO_CHAT);
        }
    }

    private void send(ChatProfile known, ClientFrame.Message message) {
        var command = new SendMessage.Command(
                user(), known.id(), message.content(), Delivery.STEER, message.model(), message.key());
        var outcome = verbs.sendMessage().send(command);
        if (outcome instanceof SendMessage.Outcome.Refused && message.model().isPresent() && mocked.getAsBoolean()) {
            outcome = verbs.sendMessage().send(command.withAnyModel());
        }
        switch (outcome) {
            case SendMessage.Outcome.Sent(var stored, var _) -> {
                StatusFrames.taken(known, stored).ifPresent(line::say);
                message.key()
                        .ifPresent(key -> line.say(StatusFrames.acknowledged(
                                known.id(), key, stored.id().toString())));
            }
            case SendMessage.Outcome.Refused(var why) -> complain(why);
            case SendMessage.Outcome.TooMany(var why, var _) -> complain(why);
            case SendMessage.Outcome.NoSuchChat _ -> refuse(CloseCode.NO_CHAT, Fields.NO_CHAT);
        }
    }

    private void control(ChatProfile known, ClientFrame.Control control) {
        var command = new ControlTurn.Command(user(), known.id(), control.request(), control.key());
        switch (verbs.controlTurn().control(command)) {
            case ControlTurn.Outcome.Requested _ -> {
                // the request is an event, which this client is shown like all the others
            }
            case ControlTurn.Outcome.TooMany(var why, var _) -> complain(why);
            case ControlTurn.Outcome.NoSuchChat _ -> refuse(CloseCode.NO_CHAT, Fields.NO_CHAT);
        }
    }

    private void begin(Runnable what) {
        synchronized (this) {
            if (stage != Stage.SILENT) {
                return;
            }
            stage = Stage.BEGUN;
        }
        callOffTimeout.run();
        what.run();
    }

    private void tireOfWaiting() {
        begin(() -> refuse(CloseCode.NORMAL, "Timeout waiting for initial configuration."));
    }

    private void keep(Watch opened) {
        boolean late;
        synchronized (this) {
            late = stage == Stage.OVER;
            if (!late) {
                watch = Optional.of(opened);
            }
        }
        if (late) {
            opened.close();
        }
    }

    private void failed() {
        var sorry = "An internal error occurred. Please try again.";
        if (chat.isPresent()) {
            complain(sorry);
        } else {
            refuse(CloseCode.SERVER_ERROR, sorry);
        }
    }

    /** Says what is wrong and goes on. */
    private void complain(String message) {
        line.say(StatusFrames.error(chatId(), message));
    }

    /** Says what is wrong and closes the line. */
    private void refuse(CloseCode code, String message) {
        line.send(StatusFrames.error(chatId(), message), () -> {});
        line.close(code.number(), code.reason());
    }

    private UserId user() {
        return visitor.user().orElseThrow(() -> new IllegalStateException("Nothing is done for somebody unknown"));
    }

    private Optional<ChatId> chatId() {
        return chat.map(ChatProfile::id);
    }

    private static CloseCode code(Problem problem) {
        return switch (problem) {
            case NO_TASK -> CloseCode.NO_TASK;
            case NO_CHAT -> CloseCode.NO_CHAT;
            case NO_SESSION -> CloseCode.NO_SESSION;
            case UNCLEAR -> CloseCode.NORMAL;
        };
    }
}

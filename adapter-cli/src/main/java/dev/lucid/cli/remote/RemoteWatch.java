package dev.lucid.cli.remote;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.cli.CannotStart;
import dev.lucid.cli.remote.SocketFrames.Heard;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.WatchChat;
import dev.lucid.port.chat.Watcher;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Watches a chat on a server. Events are read from the server's log, so that none is missed or shown twice; the socket
 * tells that there are more, and what is being made. Where the connection breaks it is made anew.
 */
final class RemoteWatch implements WatchChat.Watch {
    private static final int PAGE = 100;
    private static final int NOT_KNOWN = 4010;
    private static final int NO_CHAT = 4004;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    private static final int MOST_PAUSES = 60;

    /** What a watch tells besides sights. */
    interface Voice {
        /** For a person: the connection is lost, or there again. */
        void say(String words);

        /** The watch is over, for that reason, and can't go on. */
        void over(RuntimeException why);
    }

    private final RemoteServer server;
    private final RemoteChats chats;
    private final ChatId chat;
    private final Watcher watcher;
    private final Voice voice;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private long seen;
    private boolean caughtUp;
    private int failures;

    /** Watches from after event {@code after} until it is closed. */
    RemoteWatch(RemoteServer server, RemoteChats chats, WatchChat.Command command, Watcher watcher, Voice voice) {
        this.server = requireNonNull(server, "server");
        this.chats = requireNonNull(chats, "chats");
        this.chat = command.chat();
        this.seen = command.after();
        this.watcher = requireNonNull(watcher, "watcher");
        this.voice = requireNonNull(voice, "voice");
        this.thread = Thread.ofVirtual().name("watch-" + chat.brief()).unstarted(this::run);
    }

    RemoteWatch begun() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (isOpen()) {
                try {
                    connected();
                } catch (PortFailure.Transient e) {
                    pause(e);
                }
            }
        } catch (PortFailure.Interrupted e) {
            if (isOpen()) {
                voice.over(e);
            }
        } catch (RuntimeException e) {
            voice.over(e);
        }
    }

    private void connected() {
        readOn(Long.MAX_VALUE);
        if (!caughtUp) {
            caughtUp = true;
            show(new Sight.CaughtUp());
        }
        var attach = server.object()
                .put("type", "attach")
                .put("chatId", chat.toString())
                .put("after", seen);
        server.token().ifPresent(token -> attach.put("token", token.reveal()));
        try (var frames = SocketFrames.open(server, attach.toString())) {
            while (isOpen()) {
                switch (frames.next()) {
                    case Heard.Frame(var text) -> hear(server.json(text));
                    case Heard.Over over -> judge(over);
                }
            }
        }
    }

    private void hear(JsonNode frame) {
        if (failures > 0) {
            failures = 0;
            voice.say("connected to " + server.address() + " again");
        }
        if (frame.path("seq").isIntegralNumber()) {
            readOn(frame.path("seq").longValue());
        } else if (frame.path("type").asText().equals("agent_delta")) {
            delta(frame);
        }
    }

    private void delta(JsonNode frame) {
        Sight.Delta delta;
        try {
            delta = new Sight.Delta(
                    Sight.Kind.valueOf(frame.path("kind").asText().toUpperCase(Locale.ROOT)),
                    UUID.fromString(frame.path("id").asText()),
                    frame.path("at").longValue(),
                    frame.path("text").asText());
        } catch (IllegalArgumentException _) {
            return; // of a kind that this version does not know: the event that follows says it all
        }
        show(delta);
    }

    /** Shows what the log has up to that event, or all of it. */
    private void readOn(long upTo) {
        while (seen < upTo && isOpen()) {
            var page = chats.page(chat, seen, (int) Math.min(PAGE, upTo - seen)).orElseThrow(this::gone);
            if (page.isEmpty()) {
                return;
            }
            for (var event : page) {
                seen = event.seq();
                show(new Read(event));
            }
        }
    }

    private void judge(Heard.Over over) {
        if (over.code().filter(code -> code == NOT_KNOWN).isPresent()) {
            throw server.refused();
        }
        if (over.code().filter(code -> code == NO_CHAT).isPresent()) {
            throw gone();
        }
        throw new PortFailure.Transient("The connection to " + server.address() + " broke: " + over.reason());
    }

    private CannotStart gone() {
        return new CannotStart("The chat " + chat.brief() + " is gone from " + server.address() + ".");
    }

    private void pause(PortFailure.Transient why) {
        failures++;
        if (failures == 1) {
            voice.say("the connection to " + server.address() + " is lost; trying again");
        }
        if (failures > MOST_PAUSES) {
            throw new PortFailure.Permanent(
                    "The server " + server.address() + " can't be reached any more. The chat " + chat.brief()
                            + " goes on there; watch it later.",
                    why);
        }
        var pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 6));
        try {
            closed.await(Math.min(pause.toMillis(), LONGEST_PAUSE.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("waiting for the server", e);
        }
    }

    private void show(Sight sight) {
        if (!isOpen()) {
            return;
        }
        var done = new CountDownLatch(1);
        watcher.show(sight, done::countDown);
        try {
            done.await();
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("showing a chat", e);
        }
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }

    /** An event that was read from the server's log. */
    private record Read(StoredEvent event) implements Sight.Event {
        @Override
        public <T> T encoded(Class<T> wire, Function<StoredEvent, T> encoder) {
            return encoder.apply(event);
        }
    }
}

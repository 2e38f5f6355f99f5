package dev.lucid.cli.remote;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.CannotStart;
import dev.lucid.cli.Engine;
import dev.lucid.cli.Frames;
import dev.lucid.cli.Runner;
import dev.lucid.cli.ServerAddress;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.ReadChats;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.chat.WatchChat;
import dev.lucid.port.chat.Watcher;
import dev.lucid.port.integration.ConnectHosts;
import dev.lucid.port.workspace.Confinement;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A Lucid that a server runs, on behalf of whoever's token is shown. Closing it leaves alone what runs there. */
public final class RemoteEngine implements Engine {
    private final RemoteServer server;
    private final RemoteChats chats;
    private final RemoteRequests requests;
    private final RemoteHosts hosts;
    private final Function<ChatProfile, Frames> frames;
    private final Consumer<String> voice;
    private volatile Optional<RuntimeException> end = Optional.empty();

    /**
     * What the engine can't know by itself.
     *
     * @param token shown to the server, if it asks for one
     * @param form reads an event in its stored form
     * @param frames makes the frames for one watcher of a chat
     * @param voice tells a person about the connection
     */
    public record Means(
            Optional<Secret> token,
            Function<String, StoredEvent> form,
            Function<ChatProfile, Frames> frames,
            Consumer<String> voice) {
        public Means {
            requireNonNull(token, "token");
            requireNonNull(form, "form");
            requireNonNull(frames, "frames");
            requireNonNull(voice, "voice");
        }
    }

    public RemoteEngine(ServerAddress address, Means means) {
        this.server = new RemoteServer(address, means.token());
        this.chats = new RemoteChats(server, means.form());
        this.requests = new RemoteRequests(server, chats);
        this.hosts = new RemoteHosts(server);
        this.frames = means.frames();
        this.voice = means.voice();
    }

    /** Fails with {@link CannotStart} where there is no server that takes this token. */
    public static void recognise(ServerAddress address, Secret token) {
        try (var server = new RemoteServer(address, Optional.of(token))) {
            if (!server.get("/api/v1/chats?limit=1").body().has("chats")) {
                throw new CannotStart("What answers at " + address + " is no Lucid server. Look at --server.");
            }
        }
    }

    /** Nobody in particular: the server knows who asks, and asks for no name. */
    @Override
    public UserId user() {
        return UserId.LOCAL;
    }

    @Override
    public StartChat startChat() {
        return requests;
    }

    @Override
    public SendMessage sendMessage() {
        return requests;
    }

    @Override
    public ControlTurn controlTurn() {
        return requests;
    }

    @Override
    public ReadChats readChats() {
        return chats;
    }

    @Override
    public WatchChat watchChat() {
        return this::watch;
    }

    private WatchChat.Outcome watch(WatchChat.Command command, Watcher watcher) {
        if (chats.find(command.user(), command.chat()).isEmpty()) {
            return new WatchChat.Outcome.NoSuchChat();
        }
        var told = new RemoteWatch.Voice() {
            @Override
            public void say(String words) {
                voice.accept(words);
            }

            @Override
            public void over(RuntimeException why) {
                end = Optional.of(why);
            }
        };
        return new WatchChat.Outcome.Watching(new RemoteWatch(server, chats, command, watcher, told).begun());
    }

    @Override
    public ConnectHosts connectHosts() {
        return hosts;
    }

    @Override
    public Runner runner(ChatProfile chat) {
        return chats.runner(chat.id());
    }

    @Override
    public Confinement confinement() {
        return new Confinement(true, "Commands run where the server " + server.address() + " runs them.");
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public Frames frames(ChatProfile chat) {
        return frames.apply(chat);
    }

    @Override
    public Optional<RuntimeException> failure() {
        return end;
    }

    @Override
    public void close() {
        server.close();
    }
}

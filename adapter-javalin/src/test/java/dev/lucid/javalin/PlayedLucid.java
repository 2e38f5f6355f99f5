package dev.lucid.javalin;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.chat.Title;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.workspace.FileTree;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.ManageChats;
import dev.lucid.port.chat.ReadChats;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.chat.WatchChat;
import dev.lucid.port.chat.Watcher;
import dev.lucid.port.workspace.BrowseWorkspace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Lucid's verbs, played in memory: what chats bring about is what the test appends. */
public final class PlayedLucid
        implements StartChat, SendMessage, ControlTurn, ReadChats, WatchChat, ManageChats, BrowseWorkspace {
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Map<ChatId, PlayedChat> chats = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final PlayedSessions sessions = new PlayedSessions(this);
    private final PlayedHosts hosts = new PlayedHosts();
    private final List<StartChat.Command> started = new CopyOnWriteArrayList<>();
    private volatile ModelRef model = new ModelRef("scripted", "default");
    private volatile Optional<FileTree> tree = Optional.empty();
    private volatile boolean failing;
    private volatile String refusal = "";

    public Verbs verbs() {
        return new Verbs(this, this, this, this, this, this, sessions, this, sessions, hosts);
    }

    public void useModel(ModelRef used) {
        model = used;
    }

    public void showTree(FileTree shown) {
        tree = Optional.of(shown);
    }

    public PlayedSessions sessions() {
        return sessions;
    }

    public PlayedHosts hosts() {
        return hosts;
    }

    /** With what chats were asked for, in order. */
    public List<StartChat.Command> started() {
        return started;
    }

    /** From now on the store is out of order. */
    public void fail(boolean wanted) {
        failing = wanted;
    }

    /** From now on no chat is started, for that reason. */
    public void refuse(String why) {
        refusal = why;
    }

    public PlayedChat chat(ChatId id) {
        return Optional.ofNullable(chats.get(id)).orElseThrow();
    }

    public PlayedChat chat(String id) {
        return chat(ChatId.of(id));
    }

    /** The chat, where there is only one. */
    public PlayedChat only() {
        return chats.values().iterator().next();
    }

    /** A chat with its first message. */
    public PlayedChat begin(UserId user, String task) {
        return begin(new ChatId(id()), user, task);
    }

    public StoredEvent append(PlayedChat chat, ChatEvent event) {
        return chat.append(new EventId(id()), event);
    }

    public int chats() {
        return chats.size();
    }

    @Override
    public StartChat.Outcome start(StartChat.Command command) {
        requireWorking();
        started.add(command);
        if (!refusal.isEmpty() || command.model().filter("google"::equals).isPresent()) {
            return new StartChat.Outcome.Refused(refusal);
        }
        var id = command.key().map(key -> ChatId.ofKey(command.user(), key)).orElseGet(() -> new ChatId(id()));
        var known = Optional.ofNullable(chats.get(id));
        var chat = known.orElseGet(() -> begin(id, command.user(), command.task()));

        return new StartChat.Outcome.Started(chat.profile(), chat.events(0, 1).getFirst(), known.isPresent());
    }

    @Override
    public SendMessage.Outcome send(SendMessage.Command command) {
        requireWorking();
        var chat = theirs(command.user(), command.chat());
        if (chat.isEmpty()) {
            return new SendMessage.Outcome.NoSuchChat();
        }
        if (command.text().equals("one too many")) {
            return new SendMessage.Outcome.TooMany("There are too many.", Duration.ofMinutes(1));
        }
        var event = command.key().map(command.chat()::eventOfKey).orElseGet(() -> new EventId(id()));
        var before = chat.get().size();
        var stored = chat.get().append(event, new ChatRequest.UserMessaged(command.text(), command.delivery(), false));

        return new SendMessage.Outcome.Sent(stored, stored.seq() <= before);
    }

    @Override
    public ControlTurn.Outcome control(ControlTurn.Command command) {
        requireWorking();
        return theirs(command.user(), command.chat())
                .<ControlTurn.Outcome>map(chat -> new ControlTurn.Outcome.Requested(chat.append(
                        command.key().map(command.chat()::eventOfKey).orElseGet(() -> new EventId(id())),
                        command.request())))
                .orElseGet(ControlTurn.Outcome.NoSuchChat::new);
    }

    @Override
    public Renamed rename(UserId user, ChatId chat, String title) {
        requireWorking();
        if (title.length() > Title.MAX) {
            return new Renamed.Refused("A title has at most " + Title.MAX + " characters");
        }
        return theirs(user, chat)
                .<Renamed>map(known -> {
                    known.rename(title);
                    return new Renamed.Done(title);
                })
                .orElseGet(Renamed.NoSuchChat::new);
    }

    @Override
    public boolean delete(UserId user, ChatId chat) {
        requireWorking();
        return theirs(user, chat).isPresent() && chats.remove(chat) != null;
    }

    @Override
    public List<ChatProfile> list(UserId user, int limit, int offset) {
        requireWorking();
        return chats.values().stream()
                .map(PlayedChat::profile)
                .filter(chat -> chat.owner().equals(user))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<ChatProfile> find(UserId user, ChatId chat) {
        requireWorking();
        return theirs(user, chat).map(PlayedChat::profile);
    }

    @Override
    public List<StoredEvent> events(UserId user, ChatId chat, long after, int limit) {
        requireWorking();
        return theirs(user, chat).map(known -> known.events(after, limit)).orElse(List.of());
    }

    @Override
    public Optional<UUID> runner(UserId user, ChatId chat) {
        requireWorking();
        return Optional.empty();
    }

    @Override
    public WatchChat.Outcome watch(WatchChat.Command command, Watcher watcher) {
        return theirs(command.user(), command.chat())
                .<WatchChat.Outcome>map(chat -> new WatchChat.Outcome.Watching(chat.watch(command.after(), watcher)))
                .orElseGet(WatchChat.Outcome.NoSuchChat::new);
    }

    @Override
    public Optional<FileTree> tree(UserId user, ChatId chat) {
        requireWorking();
        return theirs(user, chat).flatMap(_ -> tree);
    }

    private PlayedChat begin(ChatId id, UserId user, String task) {
        var profile = new ChatProfile(
                id,
                user,
                new SessionId(id.value()),
                task.substring(0, Math.min(255, task.length())),
                model,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                true,
                NOON,
                NOON);
        var chat = new PlayedChat(profile);
        chat.append(new EventId(id()), new ChatRequest.UserMessaged(task, Delivery.STEER, true));
        chats.put(id, chat);

        return chat;
    }

    private Optional<PlayedChat> theirs(UserId user, ChatId chat) {
        return Optional.ofNullable(chats.get(chat))
                .filter(known -> known.profile().owner().equals(user));
    }

    void requireWorking() {
        if (failing) {
            throw new PortFailure.Transient("The store is away: try again.");
        }
    }

    UUID id() {
        return new UUID(0x4000L, 0x8000_0000_0000_0000L | ids.incrementAndGet());
    }
}

package dev.lucid.cli;

import dev.lucid.cli.render.Tale;
import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.ReadChats;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.chat.WatchChat;
import dev.lucid.port.chat.Watcher;
import dev.lucid.port.integration.ConnectHosts;
import dev.lucid.port.workspace.Confinement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** An engine that tells a tale: what happens in its one chat is written beforehand, or in answer to what is asked. */
final class ToldEngine implements Engine {
    final Tale tale;
    final List<ChatProfile> chats = new ArrayList<>();
    final List<ChatEvent> asked = new ArrayList<>();
    final List<StartChat.Command> started = new ArrayList<>();
    Consumer<ChatRequest> reaction = _ -> {};
    Optional<String> refusal = Optional.empty();
    List<String> warnings = List.of();
    Runnable onWatch = () -> {};
    String frame = "";
    Runnable onRead = () -> {};
    Runner runner = Runner.HERE;
    Runnable onRunner = () -> {};
    final ToldHosts hosts = new ToldHosts();
    Optional<RuntimeException> failure = Optional.empty();
    boolean closed;
    private final BlockingQueue<Sight> live = new LinkedBlockingQueue<>();

    ToldEngine(Tale tale) {
        this.tale = tale;
        chats.add(profile(Tale.CHAT, "print hello world"));
    }

    static ChatProfile profile(ChatId id, String title) {
        return new ChatProfile(
                id,
                UserId.LOCAL,
                new SessionId(new UUID(0, 7)),
                title,
                new ModelRef("scripted", "default"),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                true,
                Tale.BEGIN,
                Tale.BEGIN);
    }

    /** Shows a watcher what the tale has gained. */
    void tell(Consumer<Tale> more) {
        var before = tale.sights().size();
        more.accept(tale);
        tale.sights().stream().skip(before).forEach(live::add);
    }

    @Override
    public UserId user() {
        return UserId.LOCAL;
    }

    @Override
    public StartChat startChat() {
        return command -> {
            started.add(command);
            return refusal.<StartChat.Outcome>map(StartChat.Outcome.Refused::new)
                    .orElseGet(() -> new StartChat.Outcome.Started(
                            chats.getFirst(), tale.events().getFirst(), false));
        };
    }

    @Override
    public SendMessage sendMessage() {
        return command -> {
            if (refusal.isPresent()) {
                return new SendMessage.Outcome.TooMany(refusal.get(), Duration.ofSeconds(10));
            }
            tell(it -> it.event(new ChatRequest.UserMessaged(command.text(), command.delivery(), false)));
            var message = tale.events().getLast();
            reaction.accept((ChatRequest) message.event());
            return new SendMessage.Outcome.Sent(message, false);
        };
    }

    @Override
    public ControlTurn controlTurn() {
        return command -> {
            asked.add(command.request());
            tell(it -> it.event(command.request()));
            var request = tale.events().getLast();
            reaction.accept(command.request());
            return new ControlTurn.Outcome.Requested(request);
        };
    }

    @Override
    public ReadChats readChats() {
        return new ReadChats() {
            @Override
            public List<ChatProfile> list(UserId user, int limit, int offset) {
                return chats.stream().skip(offset).limit(limit).toList();
            }

            @Override
            public Optional<ChatProfile> find(UserId user, ChatId chat) {
                return chats.stream().filter(one -> one.id().equals(chat)).findFirst();
            }

            @Override
            public List<StoredEvent> events(UserId user, ChatId chat, long after, int limit) {
                onRead.run();
                return tale.events().stream().skip(after).limit(limit).toList();
            }

            @Override
            public Optional<UUID> runner(UserId user, ChatId chat) {
                return Optional.empty();
            }
        };
    }

    @Override
    public WatchChat watchChat() {
        return (_, watcher) -> {
            live.clear();
            live.addAll(tale.sights());
            onWatch.run();
            var teller = Thread.ofVirtual().start(() -> showAll(watcher));
            return new WatchChat.Outcome.Watching(teller::interrupt);
        };
    }

    private void showAll(Watcher watcher) {
        try {
            while (true) {
                var done = new LinkedBlockingQueue<Boolean>();
                watcher.show(live.take(), () -> done.add(true));
                done.take();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public ConnectHosts connectHosts() {
        return hosts;
    }

    @Override
    public Runner runner(ChatProfile chat) {
        onRunner.run();
        return runner;
    }

    @Override
    public Confinement confinement() {
        return new Confinement(true, "commands are confined by bubblewrap");
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public Frames frames(ChatProfile chat) {
        return new Frames() {
            @Override
            public List<String> opening() {
                return List.of("{\"type\":\"status\",\"status\":\"initializing\"}");
            }

            @Override
            public List<String> of(Sight sight) {
                return sight instanceof Sight.Event stored
                        ? List.of(frame.isEmpty() ? "{\"seq\":" + stored.event().seq() + "}" : frame)
                        : List.of();
            }
        };
    }

    @Override
    public Optional<RuntimeException> failure() {
        return failure;
    }

    @Override
    public void close() {
        closed = true;
    }
}

package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.Engine;
import dev.lucid.cli.Frames;
import dev.lucid.cli.Runner;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.ReadChats;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.chat.WatchChat;
import dev.lucid.port.integration.ConnectHosts;
import dev.lucid.port.workspace.Confinement;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Lucid in the process of a command, for the one local user. It runs what the command has to do with, and nothing else. */
final class LocalEngine implements Engine {
    private final StandardLucid standard;
    private final Set<ChatId> own;
    private final InstantSource clock;
    private final DiskFloor floor;

    /** {@code own} is the set that decides which chats {@code standard} runs; {@code floor} holds them while the disk is full. */
    LocalEngine(StandardLucid standard, Set<ChatId> own, InstantSource clock, DiskFloor floor) {
        this.standard = requireNonNull(standard, "standard");
        this.own = requireNonNull(own, "own");
        this.clock = requireNonNull(clock, "clock");
        this.floor = requireNonNull(floor, "floor");
    }

    @Override
    public UserId user() {
        return UserId.LOCAL;
    }

    @Override
    public StartChat startChat() {
        return floor.starting(command -> {
            var refusal = standard.models().refusal(command);
            if (refusal.isPresent()) {
                return new StartChat.Outcome.Refused(refusal.get());
            }
            // A key tells the chat's id before the chat is there, so that its runner is not too late to know it.
            var key = command.key().orElseGet(() -> UUID.randomUUID().toString());
            own.add(ChatId.ofKey(command.user(), key));

            return standard.lucid().startChat().start(command.withKey(key));
        });
    }

    @Override
    public SendMessage sendMessage() {
        return floor.sending(command -> {
            own.add(command.chat());
            return standard.lucid().sendMessage().send(command);
        });
    }

    @Override
    public ControlTurn controlTurn() {
        return command -> {
            own.add(command.chat());
            return standard.lucid().controlTurn().control(command);
        };
    }

    @Override
    public ReadChats readChats() {
        return standard.lucid().readChats();
    }

    @Override
    public WatchChat watchChat() {
        return standard.lucid().watchChat();
    }

    @Override
    public ConnectHosts connectHosts() {
        return standard.lucid().connectHosts();
    }

    @Override
    public Runner runner(ChatProfile chat) {
        return standard.lucid()
                .readChats()
                .runner(user(), chat.id())
                .map(process -> standard.isBeside(process) ? Runner.HERE : Runner.ELSEWHERE)
                .orElse(Runner.NOBODY);
    }

    @Override
    public Confinement confinement() {
        return standard.confinement();
    }

    @Override
    public List<String> warnings() {
        return standard.confinement().confined()
                ? List.of()
                : List.of("The agent's commands are not confined: they can read and change whatever you can.");
    }

    @Override
    public Frames frames(ChatProfile chat) {
        return new WireFrames(standard.lucid().browseWorkspace(), clock, chat);
    }

    @Override
    public Optional<RuntimeException> failure() {
        return Optional.empty();
    }

    @Override
    public void close() {
        standard.close();
    }
}

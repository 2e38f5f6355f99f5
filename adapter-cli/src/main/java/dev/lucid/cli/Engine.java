package dev.lucid.cli;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.ReadChats;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.chat.WatchChat;
import dev.lucid.port.integration.ConnectHosts;
import dev.lucid.port.workspace.Confinement;
import java.util.List;
import java.util.Optional;

/**
 * A Lucid as the commands use it: open in this process, where it runs the chats that this process started or wrote to
 * unless another has them, or on a server. Safe for many threads.
 */
public interface Engine extends AutoCloseable {
    /** Whose chats these are. */
    UserId user();

    StartChat startChat();

    SendMessage sendMessage();

    ControlTurn controlTurn();

    ReadChats readChats();

    WatchChat watchChat();

    ConnectHosts connectHosts();

    /** Who runs that chat now. */
    Runner runner(ChatProfile chat);

    /** How well commands of the agent are kept in. */
    Confinement confinement();

    /** What a person should know before the agent begins, a sentence each. */
    List<String> warnings();

    /** Frames for one watcher of that chat. */
    Frames frames(ChatProfile chat);

    /** Why nothing can be watched any more; empty as long as it can. */
    Optional<RuntimeException> failure();

    /**
     * Ends what runs, in this order: turns, sandboxes, the database. What was under way is stored as interrupted and goes
     * on at the next start. Returns within ten seconds; repeating it does nothing.
     */
    @Override
    void close();
}

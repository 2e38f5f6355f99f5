package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.ReadChats;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.chat.WatchChat;
import dev.lucid.port.workspace.BrowseWorkspace;

/** What wires do to Lucid on their clients' behalf. */
public record Verbs(
        StartChat startChat,
        SendMessage sendMessage,
        ControlTurn controlTurn,
        ReadChats readChats,
        WatchChat watchChat,
        BrowseWorkspace browseWorkspace) {
    public Verbs {
        requireNonNull(startChat, "startChat");
        requireNonNull(sendMessage, "sendMessage");
        requireNonNull(controlTurn, "controlTurn");
        requireNonNull(readChats, "readChats");
        requireNonNull(watchChat, "watchChat");
        requireNonNull(browseWorkspace, "browseWorkspace");
    }
}

package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.ManageChats;
import dev.lucid.port.chat.ReadChats;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.chat.WatchChat;
import dev.lucid.port.integration.ConnectHosts;
import dev.lucid.port.session.ManageSessions;
import dev.lucid.port.workspace.BrowseSession;
import dev.lucid.port.workspace.BrowseWorkspace;

/** What wires do to Lucid on their clients' behalf. */
public record Verbs(
        StartChat startChat,
        SendMessage sendMessage,
        ControlTurn controlTurn,
        ReadChats readChats,
        WatchChat watchChat,
        ManageChats manageChats,
        ManageSessions manageSessions,
        BrowseWorkspace browseWorkspace,
        BrowseSession browseSession,
        ConnectHosts connectHosts) {
    public Verbs {
        requireNonNull(startChat, "startChat");
        requireNonNull(sendMessage, "sendMessage");
        requireNonNull(controlTurn, "controlTurn");
        requireNonNull(readChats, "readChats");
        requireNonNull(watchChat, "watchChat");
        requireNonNull(manageChats, "manageChats");
        requireNonNull(manageSessions, "manageSessions");
        requireNonNull(browseWorkspace, "browseWorkspace");
        requireNonNull(browseSession, "browseSession");
        requireNonNull(connectHosts, "connectHosts");
    }

    /** Chats alone: there are no sessions to be found, nothing is edited, and no git host is connected. */
    public Verbs(
            StartChat startChat,
            SendMessage sendMessage,
            ControlTurn controlTurn,
            ReadChats readChats,
            WatchChat watchChat,
            BrowseWorkspace browseWorkspace) {
        this(
                startChat,
                sendMessage,
                controlTurn,
                readChats,
                watchChat,
                NotHere.CHATS,
                NotHere.SESSIONS,
                browseWorkspace,
                NotHere.FILES,
                NotHere.HOSTS);
    }
}

package dev.lucid.application;

import dev.lucid.application.account.TicketUsing;
import dev.lucid.application.account.UserRecognising;
import dev.lucid.application.chat.Allowance;
import dev.lucid.application.chat.ChatManaging;
import dev.lucid.application.chat.ChatReading;
import dev.lucid.application.chat.ChatStarting;
import dev.lucid.application.chat.ChatWatching;
import dev.lucid.application.chat.FreshSessions;
import dev.lucid.application.chat.MessageSending;
import dev.lucid.application.chat.Presence;
import dev.lucid.application.chat.Register;
import dev.lucid.application.chat.SessionEnding;
import dev.lucid.application.chat.TurnControlling;
import dev.lucid.application.feed.ChatFeed;
import dev.lucid.application.integration.HostConnecting;
import dev.lucid.application.session.SessionManaging;
import dev.lucid.application.turn.Ids;
import dev.lucid.application.turn.Outside;
import dev.lucid.application.turn.Places;
import dev.lucid.application.turn.TurnDispatcher;
import dev.lucid.application.workspace.WorkspaceBrowsing;
import dev.lucid.port.account.RecogniseUser;
import dev.lucid.port.account.UseTickets;
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
import dev.lucid.port.workspace.SweepRemains;
import java.time.Duration;
import java.util.Optional;

/**
 * The front door for programs: all that people can do with Lucid, over the ports that the program gives. Runs turns in
 * this process until it is closed; closing it leaves running turns for the next start to go on with, and closes no port.
 * Safe for many threads.
 */
public final class Lucid implements AutoCloseable {
    private final ChatFeed feed;
    private final Optional<Presence> presence;
    private final Optional<TurnDispatcher> dispatcher;
    private final StartChat startChat;
    private final SendMessage sendMessage;
    private final ControlTurn controlTurn;
    private final ReadChats readChats;
    private final WatchChat watchChat;
    private final ManageChats manageChats;
    private final ManageSessions manageSessions;
    private final WorkspaceBrowsing browsing;
    private final RecogniseUser recogniseUser;
    private final UseTickets useTickets;
    private final ConnectHosts connectHosts;
    private final SweepRemains sweepRemains;

    Lucid(Outside outside, Desk desk, Optional<Runs> runs, Duration grace) {
        var ids = new Ids(outside.random());
        var chats = outside.chats();
        var sessions = outside.sessions();
        var fresh = new FreshSessions(desk.ready(), ids);
        var allowance = new Allowance(sessions, desk.drafts(), desk.chatsPerUser());
        var starting = new ChatStarting(chats, outside.models(), allowance, fresh, ids, outside.clock());
        var ending = new SessionEnding(outside.log(), outside.leases(), sessions);
        feed = new ChatFeed(outside.log());
        presence = runs.map(_ -> new Presence(chats, outside.log(), grace));
        dispatcher =
                runs.map(how -> new TurnDispatcher(outside, feed, new Places(how.turns()), how.courtesy(), how.mine()));
        startChat = starting;
        sendMessage = new MessageSending(chats, sessions, allowance, outside.log(), outside.models(), ids);
        controlTurn = new TurnControlling(chats, outside.log(), allowance, ids);
        readChats = new ChatReading(chats, outside.log(), outside.leases());
        watchChat = new ChatWatching(
                chats, feed, presence.<Register>map(known -> known).orElse(Register.NONE));
        manageChats = new ChatManaging(chats, desk.edits(), outside.leases(), ending, outside.clearance());
        manageSessions = new SessionManaging(
                sessions, desk.drafts(), starting, readChats, ending, allowance, fresh, outside.clock());
        browsing = new WorkspaceBrowsing(chats, manageSessions, desk.workspaces());
        recogniseUser = new UserRecognising(desk.users(), outside.clock());
        useTickets = new TicketUsing(desk.tickets(), outside.random());
        connectHosts = new HostConnecting(outside.integrations(), outside.hosts(), ids, outside.clock());
        sweepRemains = Housekeeping.sweeping(desk.housekeeping(), outside, ending);
    }

    /** Gathers the ports. */
    public static LucidBuilder builder() {
        return new LucidBuilder();
    }

    public StartChat startChat() {
        return startChat;
    }

    public SendMessage sendMessage() {
        return sendMessage;
    }

    public ControlTurn controlTurn() {
        return controlTurn;
    }

    public ReadChats readChats() {
        return readChats;
    }

    public WatchChat watchChat() {
        return watchChat;
    }

    public ManageChats manageChats() {
        return manageChats;
    }

    public ManageSessions manageSessions() {
        return manageSessions;
    }

    public BrowseWorkspace browseWorkspace() {
        return browsing;
    }

    public BrowseSession browseSession() {
        return browsing;
    }

    public RecogniseUser recogniseUser() {
        return recogniseUser;
    }

    public UseTickets useTickets() {
        return useTickets;
    }

    public ConnectHosts connectHosts() {
        return connectHosts;
    }

    /** Does nothing where the builder was given no {@link LucidBuilder#housekeeping}. Nobody else calls it. */
    public SweepRemains sweepRemains() {
        return sweepRemains;
    }

    /** How many chats are run in this process now. */
    public int running() {
        return dispatcher.map(TurnDispatcher::running).orElse(0);
    }

    /** Kills and records what is under way, gives the chats back, ends all watches. Takes 10 s at most. */
    @Override
    public void close() {
        dispatcher.ifPresent(TurnDispatcher::close);
        presence.ifPresent(Presence::close);
        feed.close();
    }
}

package dev.lucid.application;

import static java.util.Objects.requireNonNull;

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
import dev.lucid.application.turn.Inward;
import dev.lucid.application.turn.Outside;
import dev.lucid.application.turn.Places;
import dev.lucid.application.turn.TurnDispatcher;
import dev.lucid.application.workspace.RemainsSweeping;
import dev.lucid.application.workspace.WorkspaceBrowsing;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.port.account.RecogniseUser;
import dev.lucid.port.account.Tickets;
import dev.lucid.port.account.UseTickets;
import dev.lucid.port.account.Users;
import dev.lucid.port.change.GitTraffic;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.chat.ChatEdits;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.ManageChats;
import dev.lucid.port.chat.ReadChats;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.chat.WatchChat;
import dev.lucid.port.integration.ConnectHosts;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.integration.Integrations;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Leases;
import dev.lucid.port.model.LanguageModels;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.session.ManageSessions;
import dev.lucid.port.session.SessionDrafts;
import dev.lucid.port.session.SessionRecords;
import dev.lucid.port.session.Sessions;
import dev.lucid.port.web.WebPages;
import dev.lucid.port.workspace.BrowseSession;
import dev.lucid.port.workspace.BrowseWorkspace;
import dev.lucid.port.workspace.OutputFiles;
import dev.lucid.port.workspace.ReadySessions;
import dev.lucid.port.workspace.Remains;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.port.workspace.SweepRemains;
import dev.lucid.port.workspace.Workspaces;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

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

    private Lucid(Outside outside, Desk desk, Optional<Runs> runs, Duration grace) {
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
        sweepRemains = desk.housekeeping()
                .<SweepRemains>map(kept -> new RemainsSweeping(
                        kept.remains(), kept.records(), ending, outside.clearance(), kept.retention(), outside.clock()))
                .orElse(() -> new SweepRemains.Swept(0, 0));
    }

    /** Gathers the ports. */
    public static Builder builder() {
        return new Builder();
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

    /** Does nothing where the builder was given no {@link Builder#housekeeping}. Nobody else calls it. */
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

    /** Gathers the ports. The store, the models and the sandboxes must be given; all else has a sane default. */
    public static final class Builder {
        private Optional<Store> store = Optional.empty();
        private Optional<LanguageModels> models = Optional.empty();
        private Optional<Sandboxes> sandboxes = Optional.empty();
        private ReadySessions ready = ReadySessions.NONE;
        private ChatEdits edits = Unkept.edits();
        private Sessions sessions = Unkept.sessions();
        private SessionDrafts drafts = Unkept.drafts();
        private Users users = Unkept.users();
        private Tickets tickets = Unkept.tickets();
        private OptionalInt chatsPerUser = OptionalInt.empty();
        private Workspaces workspaces = Absent.workspaces();
        private OutputFiles outputs = Absent.outputs();
        private Repositories repositories = Absent.repositories();
        private Integrations integrations = Absent.integrations();
        private GitHosts hosts = Absent.hosts();
        private WebPages web = Absent.web();
        private Optional<Inward> inward = Optional.empty();
        private Optional<Housekeeping> housekeeping = Optional.empty();
        private TurnRules rules = TurnRules.STANDARD;
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = new SecureRandom();
        private Optional<Duration> courtesy = Optional.of(Duration.ZERO);
        private Predicate<ChatId> mine = _ -> true;
        private Duration grace = Duration.ofSeconds(30);
        private int turns = 200;

        private Builder() {}

        /** Where chats and their events are kept; often one object is all three. */
        public Builder store(EventLog log, Leases leases, Chats chats) {
            store = Optional.of(new Store(log, leases, chats));
            return this;
        }

        /** For renaming and deleting the store's chats; without it they can't be. */
        public Builder edits(ChatEdits given) {
            edits = requireNonNull(given, "given");
            return this;
        }

        /** For preparing, looking at and ending the sessions of the store's chats; without it they can't be. */
        public Builder sessions(Sessions given, SessionDrafts prepared) {
            sessions = requireNonNull(given, "given");
            drafts = requireNonNull(prepared, "prepared");
            return this;
        }

        /** Who users are, and their tickets; without it everybody may come, and there are no tickets. */
        public Builder accounts(Users given, Tickets issued) {
            users = requireNonNull(given, "given");
            tickets = requireNonNull(issued, "issued");
            return this;
        }

        /** How many chats of one user may be at work at once, about; without it there is no limit. */
        public Builder chatsPerUser(int most) {
            chatsPerUser = OptionalInt.of(most);
            return this;
        }

        public Builder models(LanguageModels given) {
            models = Optional.of(given);
            return this;
        }

        public Builder sandboxes(Sandboxes given) {
            sandboxes = Optional.of(given);
            return this;
        }

        /** For new sessions that begin in a sandbox which is there already; without it each makes its own. */
        public Builder readySessions(ReadySessions given) {
            ready = requireNonNull(given, "given");
            return this;
        }

        /** For browsing files; without it there are none to see. */
        public Builder workspaces(Workspaces given) {
            workspaces = requireNonNull(given, "given");
            return this;
        }

        /** For output that is too long for the log; without it only its ends are kept. */
        public Builder outputs(OutputFiles given) {
            outputs = requireNonNull(given, "given");
            return this;
        }

        /** For work on repositories; without it, a task that names one is refused by its turn. */
        public Builder repositories(Repositories given) {
            repositories = requireNonNull(given, "given");
            return this;
        }

        /** For users' own accounts at git hosts: where their tokens are kept. */
        public Builder integrations(Integrations given) {
            integrations = requireNonNull(given, "given");
            return this;
        }

        /** For what git hosts offer beside git; without them no account can be connected. */
        public Builder hosts(GitHosts given) {
            hosts = requireNonNull(given, "given");
            return this;
        }

        /** For pages from the web; without it the agent is told that there is none. */
        public Builder web(WebPages given) {
            web = requireNonNull(given, "given");
            return this;
        }

        /** For git within sandboxes that have no network: their session's repository, and the ways that lead to it. */
        public Builder relays(Relays ways, GitTraffic traffic) {
            inward = Optional.of(new Inward(ways, traffic));
            return this;
        }

        /**
         * What lies on this machine of sessions, and what the store knows of them, for {@link Lucid#sweepRemains}; a chat in
         * which nothing happens for so long keeps nothing of its own outside the log.
         */
        public Builder housekeeping(Remains remains, SessionRecords records, Duration retention) {
            housekeeping = Optional.of(new Housekeeping(remains, records, retention));
            return this;
        }

        public Builder rules(TurnRules given) {
            rules = requireNonNull(given, "given");
            return this;
        }

        public Builder clock(InstantSource given) {
            clock = requireNonNull(given, "given");
            return this;
        }

        /** Chance, for ids and for spreading retries; must be safe for many threads. */
        public Builder random(RandomGenerator given) {
            random = requireNonNull(given, "given");
            return this;
        }

        /** Leaves chats for that long to the process through which somebody spoke to them: there the live text is seen. */
        public Builder courtesy(Duration given) {
            courtesy = Optional.of(given);
            return this;
        }

        /** Runs those chats alone, and leaves all others to other processes. Asked each time a chat wants a runner. */
        public Builder only(Predicate<ChatId> given) {
            mine = requireNonNull(given, "given");
            return this;
        }

        /** How many chats are worked on in this process at once; more wait for their turn. 200 unless said otherwise. */
        public Builder turns(int most) {
            turns = most;
            return this;
        }

        /** How long a chat stays active after the last watcher has left, and its turn is over. */
        public Builder grace(Duration given) {
            grace = requireNonNull(given, "given");
            return this;
        }

        /** Runs no turns in this process: it only asks and watches. */
        public Builder withoutTurns() {
            courtesy = Optional.empty();
            return this;
        }

        /** Starts. Chats that want a runner are taken up at once. */
        public Lucid build() {
            var kept = store.orElseThrow(() -> Absent.missing("store"));
            var outside = new Outside(
                    kept.log(),
                    kept.leases(),
                    kept.chats(),
                    sessions,
                    models.orElseThrow(() -> Absent.missing("models")),
                    sandboxes.orElseThrow(() -> Absent.missing("sandboxes")),
                    outputs,
                    repositories,
                    integrations,
                    hosts,
                    web,
                    inward,
                    rules,
                    Outside.IDLE,
                    clock,
                    random);

            return new Lucid(
                    outside,
                    new Desk(edits, drafts, users, tickets, workspaces, ready, chatsPerUser, housekeeping),
                    courtesy.map(wait -> new Runs(turns, wait, mine)),
                    grace);
        }
    }
}

package dev.lucid.application;

import static java.util.Objects.requireNonNull;

import dev.lucid.application.turn.Inward;
import dev.lucid.application.turn.Outside;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.port.account.Tickets;
import dev.lucid.port.account.Users;
import dev.lucid.port.change.GitTraffic;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.chat.ChatEdits;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.integration.Integrations;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Leases;
import dev.lucid.port.model.LanguageModels;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.session.SessionDrafts;
import dev.lucid.port.session.SessionRecords;
import dev.lucid.port.session.Sessions;
import dev.lucid.port.web.WebPages;
import dev.lucid.port.workspace.OutputFiles;
import dev.lucid.port.workspace.ReadySessions;
import dev.lucid.port.workspace.Remains;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.port.workspace.Workspaces;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Gathers the ports. The store, the models and the sandboxes must be given; all else has a sane default. */
public final class LucidBuilder {
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

    LucidBuilder() {}

    /** Where chats and their events are kept; often one object is all three. */
    public LucidBuilder store(EventLog log, Leases leases, Chats chats) {
        store = Optional.of(new Store(log, leases, chats));
        return this;
    }

    /** For renaming and deleting the store's chats; without it they can't be. */
    public LucidBuilder edits(ChatEdits given) {
        edits = requireNonNull(given, "given");
        return this;
    }

    /** For preparing, looking at and ending the sessions of the store's chats; without it they can't be. */
    public LucidBuilder sessions(Sessions given, SessionDrafts prepared) {
        sessions = requireNonNull(given, "given");
        drafts = requireNonNull(prepared, "prepared");
        return this;
    }

    /** Who users are, and their tickets; without it everybody may come, and there are no tickets. */
    public LucidBuilder accounts(Users given, Tickets issued) {
        users = requireNonNull(given, "given");
        tickets = requireNonNull(issued, "issued");
        return this;
    }

    /** How many chats of one user may be at work at once, about; without it there is no limit. */
    public LucidBuilder chatsPerUser(int most) {
        chatsPerUser = OptionalInt.of(most);
        return this;
    }

    public LucidBuilder models(LanguageModels given) {
        models = Optional.of(given);
        return this;
    }

    public LucidBuilder sandboxes(Sandboxes given) {
        sandboxes = Optional.of(given);
        return this;
    }

    /** For new sessions that begin in a sandbox which is there already; without it each makes its own. */
    public LucidBuilder readySessions(ReadySessions given) {
        ready = requireNonNull(given, "given");
        return this;
    }

    /** For browsing files; without it there are none to see. */
    public LucidBuilder workspaces(Workspaces given) {
        workspaces = requireNonNull(given, "given");
        return this;
    }

    /** For output that is too long for the log; without it only its ends are kept. */
    public LucidBuilder outputs(OutputFiles given) {
        outputs = requireNonNull(given, "given");
        return this;
    }

    /** For work on repositories; without it, a task that names one is refused by its turn. */
    public LucidBuilder repositories(Repositories given) {
        repositories = requireNonNull(given, "given");
        return this;
    }

    /** For users' own accounts at git hosts: where their tokens are kept. */
    public LucidBuilder integrations(Integrations given) {
        integrations = requireNonNull(given, "given");
        return this;
    }

    /** For what git hosts offer beside git; without them no account can be connected. */
    public LucidBuilder hosts(GitHosts given) {
        hosts = requireNonNull(given, "given");
        return this;
    }

    /** For pages from the web; without it the agent is told that there is none. */
    public LucidBuilder web(WebPages given) {
        web = requireNonNull(given, "given");
        return this;
    }

    /** For git within sandboxes that have no network: their session's repository, and the ways that lead to it. */
    public LucidBuilder relays(Relays ways, GitTraffic traffic) {
        inward = Optional.of(new Inward(ways, traffic));
        return this;
    }

    /**
     * What lies on this machine of sessions, and what the store knows of them, for {@link Lucid#sweepRemains}; a chat in
     * which nothing happens for so long keeps nothing of its own outside the log.
     */
    public LucidBuilder housekeeping(Remains remains, SessionRecords records, Duration retention) {
        return housekeeping(remains, records, retention, System::nanoTime);
    }

    /** The same, with nanoseconds from whenever, to tell for how long a session is unknown. */
    public LucidBuilder housekeeping(Remains remains, SessionRecords records, Duration retention, LongSupplier ticks) {
        housekeeping = Optional.of(new Housekeeping(remains, records, retention, ticks));
        return this;
    }

    public LucidBuilder rules(TurnRules given) {
        rules = requireNonNull(given, "given");
        return this;
    }

    public LucidBuilder clock(InstantSource given) {
        clock = requireNonNull(given, "given");
        return this;
    }

    /** Chance, for ids and for spreading retries; must be safe for many threads. */
    public LucidBuilder random(RandomGenerator given) {
        random = requireNonNull(given, "given");
        return this;
    }

    /** Leaves chats for that long to the process through which somebody spoke to them: there the live text is seen. */
    public LucidBuilder courtesy(Duration given) {
        courtesy = Optional.of(given);
        return this;
    }

    /** Runs those chats alone, and leaves all others to other processes. Asked each time a chat wants a runner. */
    public LucidBuilder only(Predicate<ChatId> given) {
        mine = requireNonNull(given, "given");
        return this;
    }

    /** How many chats are worked on in this process at once; more wait for their turn. 200 unless said otherwise. */
    public LucidBuilder turns(int most) {
        turns = most;
        return this;
    }

    /** How long a chat stays active after the last watcher has left, and its turn is over. */
    public LucidBuilder grace(Duration given) {
        grace = requireNonNull(given, "given");
        return this;
    }

    /** Runs no turns in this process: it only asks and watches. */
    public LucidBuilder withoutTurns() {
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

package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.read;
import static dev.lucid.application.turn.TestModels.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.Integration;
import dev.lucid.domain.integration.PullRequestDraft;
import dev.lucid.memory.InMemoryGitHosts;
import dev.lucid.memory.InMemoryIntegrations;
import dev.lucid.memory.InMemoryOutputFiles;
import dev.lucid.memory.InMemoryStore;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.port.integration.Integrations;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Leases;
import dev.lucid.port.session.Sessions;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.testkit.CrashPoint;
import dev.lucid.testkit.Facts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of work that is to be offered for merging. */
class PullRequestTest {
    private static final String ADDRESS = "https://github.com/octocat/garden.git";
    private static final Secret TOKEN = new Secret("token-of-octocat");
    private static final HostAccess ACCESS = new HostAccess(GitProvider.GITHUB, Optional.empty(), TOKEN);
    private static final TestModels MODELS = TestModels.script(says("I work", read("missing")), says("Done"));

    private final TestLucid world = new TestLucid();
    private final InMemoryIntegrations integrations = new InMemoryIntegrations();
    private final InMemoryGitHosts hosts = new InMemoryGitHosts();
    private final OriginRepositories origin = new OriginRepositories("diff");

    PullRequestTest() {
        world.integrations = integrations;
        world.hosts = hosts;
        world.repositories = origin;
        world.sandboxes = OriginRepositories.sandboxes();
    }

    @Test
    void theBranchIsOfferedToTheOneThatTheWorkBeganAt() {
        connect();
        var chat = garden(world.newChatOnARepository(ADDRESS, true, ChatSecrets.NONE));

        world.runOnce(MODELS, chat);

        assertThat(hosts.opened(ACCESS))
                .containsExactly(new PullRequestDraft(
                        ADDRESS, branch(chat), "trunk", "task", "Made by Lucid in chat " + chat + "."));
        assertThat(ending(chat))
                .containsExactly(
                        new ChatFact.BranchPushed(branch(chat), "def", "diff"),
                        new ChatFact.PullRequestOpened("https://github.com/octocat/garden/pull/1", 1, "task"),
                        new ChatFact.TurnEnded(new StopReason.Finished("Done")));
        assertThat(origin.shown).containsExactly(Optional.of(TOKEN), Optional.of(TOKEN));
    }

    @Test
    void theNextTurnsWorkIsOfferedByTheSameRequest() {
        connect();
        var chat = garden(world.newChatOnARepository(ADDRESS, true, ChatSecrets.NONE));
        world.runOnce(MODELS, chat);
        world.say(chat, "more");

        world.runOnce(MODELS, chat);

        assertThat(hosts.opened(ACCESS)).hasSize(1);
        assertThat(world.all(chat, ChatFact.PullRequestOpened.class))
                .extracting(ChatFact.PullRequestOpened::number)
                .containsExactly(1L, 1L);
    }

    @Test
    void whoDoesNotWantOneGetsNone() {
        connect();
        var chat = garden(world.newChatOnARepository(ADDRESS, false, ChatSecrets.NONE));

        world.runOnce(MODELS, chat);

        assertThat(hosts.opened(ACCESS)).isEmpty();
        assertThat(world.ends(chat)).containsExactly(new StopReason.Finished("Done"));
    }

    @Test
    void theChatsOwnTokenOpensItAndIsShownToTheOrigin() {
        var own = new ChatSecrets(Optional.of(TOKEN), Optional.empty());
        hosts.account(ACCESS, "octocat");
        var chat = garden(world.newChatOnARepository(ADDRESS, true, own));

        world.runOnce(MODELS, chat);

        assertThat(hosts.opened(ACCESS)).hasSize(1);
        assertThat(origin.shown).containsExactly(Optional.of(TOKEN), Optional.of(TOKEN));
    }

    @Test
    void withoutATokenItIsSaidWhatToDoAndTheWorkIsPushedAllTheSame() {
        var chat = world.newChatOnARepository(ADDRESS, true, ChatSecrets.NONE);

        world.runOnce(MODELS, chat);

        assertThat(failure(chat)).contains("https://github.com", "./lucid integrations add github");
        assertThat(world.all(chat, ChatFact.BranchPushed.class)).hasSize(1);
        assertThat(world.ends(chat)).containsExactly(new StopReason.Finished("Done"));
    }

    @Test
    void atAnAddressOfNoKnownHostItIsSaidSo() {
        var chat = world.newChatOnARepository("https://git.example.com/o/r", true, ChatSecrets.NONE);

        world.runOnce(MODELS, chat);

        assertThat(failure(chat)).contains("https://git.example.com/o/r", "./lucid integrations add gitlab");
    }

    @Test
    void whatTheHostRefusesIsSaidInItsWords() {
        connect();
        var chat = world.newChatOnARepository(ADDRESS, true, ChatSecrets.NONE);

        world.runOnce(MODELS, chat);

        assertThat(failure(chat)).contains("There is no repository");
    }

    @Test
    void aTokenThatTheHostNoLongerTakesIsToBeGivenAgain() {
        connect();
        hosts.account(new HostAccess(GitProvider.GITHUB, Optional.empty(), new Secret("another-one")), "grace");
        integrations.save(integration(), new Secret("withdrawn-token"));
        var chat = world.newChatOnARepository(ADDRESS, true, ChatSecrets.NONE);

        world.runOnce(MODELS, chat);

        assertThat(failure(chat)).contains("./lucid integrations add github").doesNotContain("withdrawn-token");
    }

    @Test
    void dyingAnywhereOpensExactlyOneRequest() {
        var moments = 0;
        for (var finished = false; !finished; moments++) {
            var dying = new Dying();
            finished = dying.diesAt(CrashPoint.at(moments));
            dying.diesAt(CrashPoint.at(Integer.MAX_VALUE));

            dying.assertOneRequest("died at moment " + moments);
        }

        assertThat(moments).as("moments to die at").isGreaterThan(50);
    }

    private void connect() {
        hosts.account(ACCESS, "octocat");
        integrations.save(integration(), TOKEN);
    }

    private static Integration integration() {
        return new Integration(
                Facts.uuid(),
                UserId.LOCAL,
                GitProvider.GITHUB,
                "octocat",
                "octocat (github)",
                "repo",
                Optional.empty(),
                Instant.EPOCH);
    }

    /** Puts the repository up with the branch that the chat will push. */
    private ChatId garden(ChatId chat) {
        hosts.put(ACCESS, repository(), List.of("trunk", branch(chat)));

        return chat;
    }

    private static HostedRepository repository() {
        return new HostedRepository(
                "garden",
                "octocat/garden",
                "https://github.com/octocat/garden",
                ADDRESS,
                "trunk",
                true,
                Optional.empty());
    }

    private static String branch(ChatId chat) {
        return "lucid/task-" + chat.brief();
    }

    private List<ChatEvent> ending(ChatId chat) {
        var events = world.events(chat);

        return events.subList(events.size() - 3, events.size());
    }

    private String failure(ChatId chat) {
        var failures = world.all(chat, ChatFact.PullRequestFailed.class);
        assertThat(failures).hasSize(1);

        return failures.getFirst().message();
    }

    /** A chat whose processes die; the store, the files and the git host outlive them. */
    private final class Dying {
        private final InMemoryStore store = world.store;
        private final Sandboxes sandboxes = OriginRepositories.sandboxes();
        private final InMemoryGitHosts host = new InMemoryGitHosts();
        private final ChatId chat = world.newChatOnARepository(ADDRESS, true, ChatSecrets.NONE);
        private long boots;

        Dying() {
            host.account(ACCESS, "octocat");
            host.put(ACCESS, repository(), List.of("trunk", branch(chat)));
            integrations.save(integration(), TOKEN);
        }

        boolean diesAt(CrashPoint crash) {
            boots++;
            var process = store.asProcess(new UUID(7, boots));
            try {
                run(new Outside(
                        crash.in(EventLog.class, process),
                        crash.in(Leases.class, process),
                        crash.in(Chats.class, process),
                        crash.in(Sessions.class, process.sessions()),
                        MODELS,
                        crash.in(Sandboxes.class, sandboxes),
                        new InMemoryOutputFiles(),
                        crash.in(Repositories.class, origin),
                        crash.in(Integrations.class, integrations),
                        crash.in(GitHosts.class, host),
                        (_, _) -> {
                            throw new AssertionError("nothing is fetched here");
                        },
                        Optional.empty(),
                        TurnRules.STANDARD,
                        Duration.ofMinutes(10),
                        InstantSource.system(),
                        new SplittableRandom(Facts.uuid().getLeastSignificantBits())));
                return !crash.hasDied();
            } catch (CrashPoint.Died _) {
                return false;
            } finally {
                store.abandon(new UUID(7, boots));
            }
        }

        private void run(Outside outside) {
            var lease = outside.leases().claim(chat);
            if (lease.isEmpty()) {
                return;
            }
            var runner = new TurnRunner(
                    outside,
                    outside.chats().load(chat).orElseThrow(),
                    lease.get(),
                    new Places(1).place(UserId.LOCAL),
                    _ -> {});
            var end = runner.run();
            outside.leases().release(lease.get(), runner.seen(), end == TurnRunner.End.RESTED);
        }

        void assertOneRequest(String when) {
            assertThat(host.opened(ACCESS)).as(when).hasSize(1);
            assertThat(world.all(chat, ChatFact.PullRequestOpened.class))
                    .as(when)
                    .hasSize(1);
            assertThat(world.all(chat, ChatFact.PullRequestFailed.class))
                    .as(when)
                    .isEmpty();
            assertThat(world.ends(chat)).as(when).containsExactly(new StopReason.Finished("Done"));
        }
    }
}

package dev.lucid.javalin;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.Integration;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.port.integration.ConnectHosts;
import dev.lucid.port.integration.HostAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accounts at git hosts, played in memory: a token is good if it says so. */
public final class PlayedHosts implements ConnectHosts {
    private final Map<String, Integration> integrations = new ConcurrentSkipListMap<>();
    private final List<Command> asked = new CopyOnWriteArrayList<>();
    private final List<Opening> opened = new CopyOnWriteArrayList<>();
    private volatile Optional<HostAnswer.Failed<?>> failure = Optional.empty();

    /** With what hosts were asked whose token it is. */
    public List<Command> asked() {
        return asked;
    }

    public List<Opening> opened() {
        return opened;
    }

    /** From now on hosts fail like that. */
    public void fail(HostAnswer.Reason reason, String message) {
        failure = Optional.of(new HostAnswer.Failed<>(reason, message, Optional.of(Duration.ofSeconds(90))));
    }

    public void mend() {
        failure = Optional.empty();
    }

    @Override
    public Answer<Integration> connect(Command command) {
        asked.add(command);
        if (!command.token().reveal().endsWith("valid")) {
            return new Answer.Failed<>(new HostAnswer.Failed<>(
                    HostAnswer.Reason.UNAUTHORIZED, "the host does not take it.", Optional.empty()));
        }
        var integration = new Integration(
                new UUID(0x4000L, 0x8000_0000_0000_0000L | integrations.size()),
                command.user(),
                command.provider(),
                "octocat",
                "octocat (" + command.provider().lower() + ")",
                "repo,workflow",
                command.host(),
                PlayedLucid.NOON);
        integrations.put(key(command.user(), command.provider()), integration);

        return new Answer.Given<>(integration);
    }

    @Override
    public List<Integration> list(UserId user) {
        return integrations.values().stream()
                .filter(known -> known.owner().equals(user))
                .toList();
    }

    @Override
    public boolean disconnect(UserId user, GitProvider provider) {
        return integrations.remove(key(user, provider)) != null;
    }

    @Override
    public Answer<List<HostedRepository>> repositories(UserId user, GitProvider provider) {
        return answer(
                user,
                provider,
                List.of(repository("hello", Optional.of("A \"first\" one")), repository("empty", Optional.empty())));
    }

    @Override
    public Answer<List<String>> branches(UserId user, GitProvider provider, String repository) {
        return answer(user, provider, List.of("main", "feature/\"x\""));
    }

    @Override
    public Answer<PullRequest> open(Opening opening) {
        opened.add(opening);
        return answer(
                opening.user(),
                opening.provider(),
                new PullRequest("https://example.com/pull/7", 7, opening.draft().title(), "open"));
    }

    private <T> Answer<T> answer(UserId user, GitProvider provider, T value) {
        if (!integrations.containsKey(key(user, provider))) {
            return new Answer.NotConnected<>();
        }
        return failure.<Answer<T>>map(Answer.Failed::new).orElseGet(() -> new Answer.Given<>(value));
    }

    private static HostedRepository repository(String name, Optional<String> description) {
        var url = "https://example.com/octocat/" + name;
        return new HostedRepository(name, "octocat/" + name, url, url + ".git", "main", true, description);
    }

    private static String key(UserId user, GitProvider provider) {
        return user + " " + provider;
    }
}

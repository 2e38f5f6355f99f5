package dev.lucid.cli;

import dev.lucid.cli.render.Tale;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.Integration;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.port.integration.ConnectHosts;
import dev.lucid.port.integration.HostAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Git hosts as a test tells them: they take every token, or fail as they are told. */
final class ToldHosts implements ConnectHosts {
    final List<Command> commands = new ArrayList<>();
    final List<Integration> kept = new ArrayList<>();
    final List<HostedRepository> repositories = new ArrayList<>();
    Optional<HostAnswer.Failed<String>> failure = Optional.empty();

    @Override
    public Answer<Integration> connect(Command command) {
        commands.add(command);
        if (failure.isPresent()) {
            return new Answer.Failed<>(failure.get());
        }
        var made = new Integration(
                new UUID(0, 9),
                command.user(),
                command.provider(),
                "octocat",
                "octocat (" + command.provider().lower() + ")",
                "repo,workflow",
                command.host(),
                Tale.BEGIN);
        kept.add(made);

        return new Answer.Given<>(made);
    }

    @Override
    public List<Integration> list(UserId user) {
        return List.copyOf(kept);
    }

    @Override
    public boolean disconnect(UserId user, GitProvider provider) {
        return kept.removeIf(one -> one.provider() == provider);
    }

    @Override
    public Answer<List<HostedRepository>> repositories(UserId user, GitProvider provider) {
        return kept.isEmpty() ? new Answer.NotConnected<>() : new Answer.Given<>(List.copyOf(repositories));
    }

    @Override
    public Answer<List<String>> branches(UserId user, GitProvider provider, String repository) {
        return new Answer.NotConnected<>();
    }

    @Override
    public Answer<PullRequest> open(Opening opening) {
        return new Answer.NotConnected<>();
    }
}

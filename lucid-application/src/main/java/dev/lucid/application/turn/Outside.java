package dev.lucid.application.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.TurnRules;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.integration.Integrations;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Leases;
import dev.lucid.port.model.LanguageModels;
import dev.lucid.port.session.Sessions;
import dev.lucid.port.web.WebPages;
import dev.lucid.port.workspace.OutputFiles;
import dev.lucid.port.workspace.Sandboxes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * All that turns need of the world outside; without {@code inward}, commands in sandboxes have no way to it.
 *
 * @param idle how long a chat that waits for people keeps its sandbox open
 */
public record Outside(
        EventLog log,
        Leases leases,
        Chats chats,
        Sessions sessions,
        LanguageModels models,
        Sandboxes sandboxes,
        OutputFiles outputs,
        Repositories repositories,
        Integrations integrations,
        GitHosts hosts,
        WebPages web,
        Optional<Inward> inward,
        TurnRules rules,
        Duration idle,
        InstantSource clock,
        RandomGenerator random) {
    /**
     * How long that is, usually: a person who answers soon finds the sandbox as it was, background processes too, and one
     * who went home holds no memory. The workspace stays in any case.
     */
    public static final Duration IDLE = Duration.ofMinutes(10);

    public Outside {
        requireNonNull(log, "log");
        requireNonNull(leases, "leases");
        requireNonNull(chats, "chats");
        requireNonNull(sessions, "sessions");
        requireNonNull(models, "models");
        requireNonNull(sandboxes, "sandboxes");
        requireNonNull(outputs, "outputs");
        requireNonNull(repositories, "repositories");
        requireNonNull(integrations, "integrations");
        requireNonNull(hosts, "hosts");
        requireNonNull(web, "web");
        requireNonNull(inward, "inward");
        requireNonNull(rules, "rules");
        requireNonNull(idle, "idle");
        requireNonNull(clock, "clock");
        requireNonNull(random, "random");
    }

    /** What removes all that a session has outside the log. */
    public Clearance clearance() {
        return new Clearance(sandboxes, repositories, outputs, inward);
    }
}

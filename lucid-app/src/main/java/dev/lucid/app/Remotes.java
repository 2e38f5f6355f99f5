package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.CannotStart;
import dev.lucid.cli.Choices;
import dev.lucid.cli.ServerAddress;
import dev.lucid.cli.remote.RemoteEngine;
import dev.lucid.domain.identity.Secret;
import dev.lucid.postgres.StoredForm;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens servers for commands, with the token that is kept for exactly that server, or else the variable's. */
final class Remotes {
    private final LucidConfig config;
    private final InstantSource clock;
    private final Consumer<String> voice;

    Remotes(LucidConfig config, InstantSource clock, Consumer<String> voice) {
        this.config = requireNonNull(config, "config");
        this.clock = requireNonNull(clock, "clock");
        this.voice = requireNonNull(voice, "voice");
    }

    RemoteEngine open(ServerAddress server, Choices choices) {
        if (choices.sandbox().isPresent() || choices.unconfined()) {
            throw new CannotStart("Where a server runs commands is its operator's choice: leave --sandbox and"
                    + " --unconfined out.");
        }
        // Nobody asks a server for the tree of files that goes with frames: they are made here, from events.
        var means = new RemoteEngine.Means(
                token(server),
                new StoredForm()::read,
                chat -> new WireFrames((_, _) -> Optional.empty(), clock, chat),
                voice);

        return new RemoteEngine(server, means);
    }

    private Optional<Secret> token(ServerAddress server) {
        return new Login(config.data())
                .kept()
                .filter(login -> login.server().equals(server))
                .map(Login.Kept::token)
                .or(() -> config.text(Variable.LUCID_TOKEN).map(Remotes::secret));
    }

    private static Secret secret(String text) {
        try {
            return new Secret(text);
        } catch (IllegalArgumentException _) {
            throw new CannotStart("LUCID_TOKEN is no token: it is one line.");
        }
    }

    void login(ServerAddress server, Secret token) {
        RemoteEngine.recognise(server, token);
        new Login(config.data()).keep(new Login.Kept(server, token));
    }

    /** Forgets the login even if it can't be read; says for which server it was, as far as that is known. */
    Optional<String> logout() {
        var login = new Login(config.data());
        var server = readable(login);

        return login.forget() ? Optional.of(server) : Optional.empty();
    }

    private static String readable(Login login) {
        try {
            return login.kept().map(kept -> kept.server().toString()).orElse("");
        } catch (CannotStart _) {
            return "an unknown server";
        }
    }
}

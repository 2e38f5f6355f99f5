package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.ListenAddress;
import dev.lucid.port.PortFailure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whom a server lets in as it is configured, and whether it may start like that: nobody is served without credentials but
 * this machine's own, and several users' agents are kept apart or do not run.
 */
final class Admission {
    /** A secret of that many characters, if nothing better is known of it, is not found by trying. */
    private static final int SHORTEST = 16;

    private static final String WEAK =
            "shorter than " + SHORTEST + " characters: whoever guesses it may act for all users.";
    private static final String STRONG = " Set it to what this prints: openssl rand -hex 32";

    /** What proves who somebody is, and what keeps what they gave. */
    private static final List<Variable> PROVING = List.of(
            Variable.SUPABASE_JWT_SECRET, Variable.INTERNAL_API_KEY, Variable.AUTH_JWT_SECRET, Variable.ENCRYPTION_KEY);

    private final LucidConfig config;
    private final MachineFacts machine;

    private Admission(LucidConfig config, MachineFacts machine) {
        this.config = requireNonNull(config, "config");
        this.machine = requireNonNull(machine, "machine");
    }

    static Admission of(LucidConfig config, MachineFacts machine) {
        return new Admission(config, machine);
    }

    /** What keeps the server from starting, all of it, each with what to do. */
    List<String> problems(ListenAddress address, boolean unconfined) {
        return config.isLocal() ? reach(address) : credentials(address, unconfined);
    }

    private static List<String> reach(ListenAddress address) {
        return address.host()
                .filter(Predicate.not(Admission::isThisMachine))
                .map(host ->
                        List.of("Listening on " + host + " would let everybody in who reaches it: set SUPABASE_URL,"
                                + " SUPABASE_JWT_SECRET or INTERNAL_API_KEY, so that credentials are asked for, or listen on"
                                + " 127.0.0.1."))
                .orElse(List.of());
    }

    private List<String> credentials(ListenAddress address, boolean unconfined) {
        var problems = new ArrayList<String>();
        if (config.credentials().equals(List.of(Variable.AUTH_JWT_SECRET))) {
            problems.add("AUTH_JWT_SECRET is for logins that are not in this version, so nobody could be let in: set"
                    + " SUPABASE_URL, SUPABASE_JWT_SECRET or INTERNAL_API_KEY, or take it out.");
        }
        if (config.text(Variable.ENCRYPTION_KEY).isEmpty()) {
            problems.add("ENCRYPTION_KEY is not set, and users' tokens are stored under it. Set it to what this prints,"
                    + " and keep it: openssl rand -hex 32");
        }
        if (address.host().filter(Predicate.not(Admission::isThisMachine)).isPresent()) {
            weak().forEach(variable -> problems.add(variable + " is " + WEAK + STRONG));
        }
        if (unconfined) {
            problems.add(
                    "--unconfined is for this machine's own user: where credentials are asked for, users' agents must"
                            + " be confined. Leave it out, or take out " + config.credentials() + ".");
        } else {
            confinement().ifPresent(problems::add);
        }

        return problems;
    }

    private Optional<String> confinement() {
        try {
            var confinement = SandboxTrial.of(config, machine, false);

            return confinement.confined()
                    ? Optional.empty()
                    : Optional.of(
                            "Several users' agents must be confined, and here they would not be: " + confinement.words()
                                    + " Make bubblewrap or containers work, or take out " + config.credentials() + ".");
        } catch (PortFailure e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Who is let in, in a few words. */
    String words() {
        return config.isLocal()
                ? "is in local mode: whoever has an account on this machine may use it while it runs"
                : "asks for credentials, as " + config.credentials() + " says";
    }

    /** What should be changed before others reach the server, though it may start on this machine alone. */
    List<String> warnings() {
        return weak().stream()
                .map(variable -> variable + " is " + WEAK + " Only this machine is served as long as it is." + STRONG)
                .toList();
    }

    /** What could be found by trying. */
    private List<Variable> weak() {
        return config.isLocal()
                ? List.of()
                : PROVING.stream()
                        .filter(variable -> config.text(variable)
                                .filter(secret -> secret.length() < SHORTEST)
                                .isPresent())
                        .toList();
    }

    /** Where chats lie, if that is not where somebody who has set these variables would look for them. */
    Optional<String> elsewhere() {
        return config.text(Variable.SUPABASE_URL).isPresent()
                        && config.text(Variable.DATABASE_URL).isEmpty()
                ? Optional.of("SUPABASE_URL is set and DATABASE_URL is not: chats lie in the PostgreSQL that comes with"
                        + " Lucid, in " + config.data() + ", and not in Supabase.")
                : Optional.empty();
    }

    private static boolean isThisMachine(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return true; // whoever listens there will say that there is no such host
        }
    }
}

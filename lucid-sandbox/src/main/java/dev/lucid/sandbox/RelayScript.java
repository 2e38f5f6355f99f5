package dev.lucid.sandbox;

import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.AllowedHosts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The program that listens in a sandbox, on its own loopback, and passes on to Lucid's end of its relay and back; and where the
 * operator names hosts, to the proxy that leads to these.
 */
public enum RelayScript {
    PERL("relay.pl", List.of("perl", "-e")),
    PYTHON("relay.py", List.of("python3", "-I", "-S", "-c"));

    /** For a sandbox's {@code sh}: says on one line which of them runs there, or nothing. */
    public static final String PROBE =
            "{ if perl -MSocket -MFcntl -MErrno -e 1; then echo PERL; elif python3 -I -S -c 'import select, socket';"
                    + " then echo PYTHON; fi; } 2>/dev/null";

    /**
     * For the whole sandbox's git: the key is shown to the way in alone, and read when it is asked for, since it changes with
     * each run. A proxy that somebody has set is not for the loopback.
     */
    public static final String GIT_CONFIG = """
            [credential "%1$s"]
            \thelper = "!f() { [ \"$1\" != get ] || printf 'username=lucid\\npassword=%%s\\n' \"$(cat %2$s)\"; }; f"
            [http "%1$s/"]
            \tproxy =
            """.formatted(Relays.ADDRESS, Relays.SHOWN_AT + "/" + Relays.KEY);

    /** What tells commands of the proxy. The loopback is the sandbox's own, and the relay lies there. */
    public static final Map<String, String> PROXIED = proxied();

    private final String name;

    @SuppressWarnings("ImmutableEnumChecker") // a list that can't change
    private final List<String> interpreter;

    RelayScript(String name, List<String> interpreter) {
        this.name = name;
        this.interpreter = List.copyOf(interpreter);
    }

    /** The one that {@link #PROBE} has named. */
    public static Optional<RelayScript> named(String said) {
        return Stream.of(values())
                .filter(one -> one.name().equals(said.strip()))
                .findFirst();
    }

    /** What comes to a port is passed on to a socket. */
    record Way(int port, String socket) {}

    /** The program that runs it. */
    List<String> command(List<Way> ways) {
        var command = new ArrayList<>(interpreter);
        command.add(Scripts.beside(RelayScript.class, name));
        ways.forEach(way -> command.addAll(List.of(Integer.toString(way.port()), way.socket())));

        return command;
    }

    /** Begins to listen in a sandbox whose commands may reach these hosts, and becomes {@code shell} then. It ends with the sandbox. */
    public List<String> before(List<String> shell, AllowedHosts hosts) {
        var relay = command(
                hosts.isEmpty()
                        ? List.of(way(Relays.ADDRESS, Relays.SOCKET))
                        : List.of(way(Relays.ADDRESS, Relays.SOCKET), way(Relays.PROXY, Relays.OUTLET)));
        var command = new ArrayList<>(List.of("sh", "-c", start(relay.size()), "sh"));
        command.addAll(relay);
        command.addAll(shell);

        return command;
    }

    /** What commands are told of a proxy whose way out is open in a session's folder. */
    public static Map<String, String> proxied(Path folder) {
        return Files.exists(folder.resolve(Relays.OUTLET)) ? PROXIED : Map.of();
    }

    private static Way way(String address, String socket) {
        return new Way(URI.create(address).getPort(), Relays.SHOWN_AT + "/" + socket);
    }

    private static Map<String, String> proxied() {
        var variables = new HashMap<String, String>();
        for (var name : List.of("http_proxy", "https_proxy", "all_proxy")) {
            variables.put(name, Relays.PROXY);
            variables.put(name.toUpperCase(Locale.ROOT), Relays.PROXY);
        }
        variables.put("no_proxy", "localhost,127.0.0.1,::1");
        variables.put("NO_PROXY", "localhost,127.0.0.1,::1");

        return Map.copyOf(variables);
    }

    /** It closes its output once it listens, and the substitution waits for just that. Its words are $1 and what follows. */
    private static String start(int words) {
        var relay =
                IntStream.rangeClosed(1, words).mapToObj(i -> "\"$" + i + "\"").collect(Collectors.joining(" "));

        return "heard=$(setsid " + relay + " </dev/null 2>/dev/null &); shift " + words + "; exec \"$@\"";
    }
}

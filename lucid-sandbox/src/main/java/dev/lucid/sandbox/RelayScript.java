package dev.lucid.sandbox;

import dev.lucid.port.relay.Relays;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The program that listens in a sandbox, on its own loopback, and passes on to Lucid's end of its relay and back. */
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

    /** The program that runs it, to listen on that port and to pass on to that socket. */
    List<String> command(int port, String socket) {
        var command = new ArrayList<>(interpreter);
        command.add(Scripts.beside(RelayScript.class, name));
        command.addAll(List.of(Integer.toString(port), socket));

        return command;
    }

    /** Begins to listen in a sandbox, and becomes {@code shell} then. It ends with the sandbox. */
    public List<String> before(List<String> shell) {
        var relay = command(URI.create(Relays.ADDRESS).getPort(), Relays.SHOWN_AT + "/" + Relays.SOCKET);
        var command = new ArrayList<>(List.of("sh", "-c", start(relay.size()), "sh"));
        command.addAll(relay);
        command.addAll(shell);

        return command;
    }

    /** It closes its output once it listens, and the substitution waits for just that. Its words are $1 and what follows. */
    private static String start(int words) {
        var relay =
                IntStream.rangeClosed(1, words).mapToObj(i -> "\"$" + i + "\"").collect(Collectors.joining(" "));

        return "heard=$(setsid " + relay + " </dev/null 2>/dev/null &); shift " + words + "; exec \"$@\"";
    }
}

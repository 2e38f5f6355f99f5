package dev.lucid.githost;

import dev.lucid.port.change.GitTraffic.Request;
import java.util.Optional;
import java.util.stream.Stream;

/** The four requests of git's stateless conversation; there is no other. */
enum Conversation {
    READ_REFERENCES("git-upload-pack", false),
    READ("git-upload-pack", true),
    WRITE_REFERENCES("git-receive-pack", false),
    WRITE("git-receive-pack", true);

    private final String program;
    private final boolean second;

    Conversation(String program, boolean second) {
        this.program = program;
        this.second = second;
    }

    /** Nothing, where a path, a query or a type differs by a character. */
    static Optional<Conversation> of(Request request) {
        return Stream.of(values()).filter(one -> one.matches(request)).findFirst();
    }

    private boolean matches(Request request) {
        String type = request.headers().getOrDefault("content-type", "");

        return request.method().equals(second ? "POST" : "GET")
                && request.path().equals(path())
                && request.query().equals(query())
                && (!second || type.equals(askedType()));
    }

    /** What follows the repository's address. */
    String path() {
        return second ? "/" + program : "/info/refs";
    }

    String query() {
        return second ? "" : "service=" + program;
    }

    boolean isSecond() {
        return second;
    }

    String askedType() {
        return "application/x-" + program + "-request";
    }

    String answeredType() {
        return "application/x-" + program + (second ? "-result" : "-advertisement");
    }
}

package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

/** Ends the handling of a request that can't be served, with what its client is told. No failure of the server's. */
public final class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    public Rejection(Answer answer) {
        super("Answered with " + answer.status(), null, false, false);
        this.answer = requireNonNull(answer, "answer");
    }

    /** With a status and a word to a person. */
    public Rejection(int status, String detail) {
        this(Answer.problem(status, detail));
    }

    public Answer answer() {
        return answer;
    }
}

package dev.lucid.cli;

import java.util.List;

/** Lucid can't begin as it was asked to: usage or configuration is at fault. Each problem says what to do about it. */
public final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    public CannotStart(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public CannotStart(String problem) {
        this(List.of(problem));
    }

    public List<String> problems() {
        return problems;
    }
}

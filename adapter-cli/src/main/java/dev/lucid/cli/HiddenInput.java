package dev.lucid.cli;

import java.util.Optional;

/** Asks a person at a terminal for something that must not be seen. */
@FunctionalInterface
public interface HiddenInput {
    /** What was typed after {@code prompt}, which the terminal did not show; empty if nobody is there to type. */
    Optional<String> ask(String prompt);
}

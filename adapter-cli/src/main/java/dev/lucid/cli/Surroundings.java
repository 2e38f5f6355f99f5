package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.render.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What a command finds around it.
 *
 * @param terminal what standard output is; asked once somebody reads what is written
 * @param hidden how a person at a terminal is asked for what must not be seen
 * @param answers whether somebody at a terminal can answer a question
 */
public record Surroundings(
        InputStream in,
        OutputStream out,
        OutputStream err,
        Supplier<Terminal> terminal,
        HiddenInput hidden,
        boolean answers,
        InstantSource clock,
        Interrupts interrupts) {
    public Surroundings {
        requireNonNull(in, "in");
        requireNonNull(out, "out");
        requireNonNull(err, "err");
        requireNonNull(terminal, "terminal");
        requireNonNull(hidden, "hidden");
        requireNonNull(clock, "clock");
        requireNonNull(interrupts, "interrupts");
    }
}

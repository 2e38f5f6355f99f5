package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.render.Ink;
import dev.lucid.cli.render.Screen;
import dev.lucid.cli.render.Words;
import dev.lucid.domain.chat.ChatRequest.ApprovalGiven;
import dev.lucid.domain.chat.ChatRequest.Decision;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.turn.Chat;
import dev.lucid.domain.turn.NextStep;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks the person at the terminal whether a call may run. For one thread, but for the one that reads: reading a line can't
 * be cut short, so that one lasts until the input or the program ends.
 */
final class Asker {
    private final Screen screen;
    private final InputStream in;
    private final Consumer<String> lines;
    private Optional<CallId> asked = Optional.empty();
    private boolean open;
    private boolean reading;

    /** {@code lines} is given each line that is typed, on another thread; it is to bring it to {@link #answer}. */
    Asker(Screen screen, InputStream in, Consumer<String> lines) {
        this.screen = requireNonNull(screen, "screen");
        this.in = requireNonNull(in, "in");
        this.lines = requireNonNull(lines, "lines");
    }

    /** Asks if the chat waits for an approval that was not asked for yet. */
    void consider(Chat chat, Instant now) {
        if (!(chat.next(now) instanceof NextStep.AwaitApproval(var call, var until))) {
            open = false;
        } else if (!asked.equals(Optional.of(call))) {
            asked = Optional.of(call);
            open = true;
            prompt("(" + Words.duration(Duration.between(now, until)) + ", then it is denied)");
            read();
        }
    }

    /** What a typed line decides; one that decides nothing is asked for again. */
    Optional<ApprovalGiven> answer(String line) {
        if (!open) {
            return Optional.empty();
        }
        screen.typed();
        var decision = decision(line);
        open = decision.isEmpty();
        if (open) {
            prompt("");
        }

        return asked.flatMap(call -> decision.map(given -> new ApprovalGiven(call, given)));
    }

    private void prompt(String limit) {
        screen.freshLine();
        screen.print(Ink.YELLOW, "Allow this?");
        screen.print(Ink.PLAIN, " [y]es, [n]o, [a]lways in this turn " + limit + ": ");
    }

    private void read() {
        if (!reading) {
            reading = true;
            Thread.ofPlatform().name("answers").daemon().start(this::listen);
        }
    }

    private void listen() {
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines);
        } catch (IOException | java.io.UncheckedIOException _) {
            // Nobody can answer any more: the call's own time limit decides.
        }
    }

    private static Optional<Decision> decision(String line) {
        return switch (line.strip().toLowerCase(Locale.ROOT)) {
            case "y", "yes" -> Optional.of(Decision.ALLOW);
            case "n", "no" -> Optional.of(Decision.DENY);
            case "a", "always" -> Optional.of(Decision.ALWAYS);
            default -> Optional.empty();
        };
    }
}

package dev.lucid.sandbox;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.CommandOutput;
import dev.lucid.sandbox.Execution.Cause;
import dev.lucid.sandbox.Execution.Heard;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows one command over its channel, from its program to the end of its process group. One thread's. */
final class CommandRun {
    private static final long ANSWER_MILLIS = 5_000;
    private static final int TRIES = 3;
    private static final int KILLED = 128 + 9;

    private final SandboxProcess sandbox;
    private final Channel channel;
    private final Execution execution;
    private final Command command;
    private final Utf8Pieces pieces;
    private final CommandOutput output;
    private final String what;
    private final String noRoom;
    private @Nullable Throwable listenersFault;
    private @Nullable InterruptedException interruption;
    private int tries = 1;
    private int deaths;

    /** {@code what} names the sandbox in messages; {@code noRoom} is said where its workspace has grown too large. */
    CommandRun(
            Channels.Line line,
            Execution execution,
            Command command,
            CommandOutput output,
            String what,
            String noRoom) {
        this.sandbox = line.sandbox();
        this.channel = line.channel();
        this.execution = execution;
        this.command = command;
        this.pieces = new Utf8Pieces(output);
        this.output = output;
        this.what = what;
        this.noRoom = noRoom;
    }

    /** Returns when the command has ended and its output was given; see the port. */
    CommandEnd follow() {
        Optional<Integer> code = Optional.empty();
        try {
            channel.tell(command);
            code = untilItsEnd();
        } catch (IOException _) {
            channel.close();
        }
        give(pieces::end);

        return outcome(code);
    }

    /** Its exit code; none if the channel died. */
    private Optional<Integer> untilItsEnd() throws IOException {
        while (true) {
            switch (hear()) {
                case Heard.Output(var bytes) -> give(() -> pieces.accept(bytes));
                case Heard.Frame(var kind, var number) -> {
                    if (kind == Channel.STARTED) {
                        execution.began(number);
                    } else if (kind == Channel.ENDED) {
                        boolean neverBegan = execution.group() == 0;
                        deaths = untilItsGroupIsDead();
                        if (!neverBegan || execution.cause().isPresent() || tries == TRIES) {
                            return neverBegan ? Optional.empty() : Optional.of(number);
                        }
                        tries++;
                        execution.again();
                        channel.tell(command);
                    }
                }
                case Heard.Silence() -> {
                    return Optional.empty();
                }
            }
        }
    }

    /** Says how many processes the kernel ended meanwhile for want of memory. */
    private int untilItsGroupIsDead() {
        channel.acknowledge(execution.group());
        while (true) {
            switch (hearAnswer()) {
                case Heard.Output _ -> {} // of something that outlives it
                case Heard.Frame(var kind, var number) -> {
                    if (kind == Channel.GROUP_KILLED) {
                        return number;
                    }
                }
                case Heard.Silence() -> {
                    channel.close();
                    return 0;
                }
            }
        }
    }

    private Heard hear() {
        while (true) {
            try {
                return execution.next();
            } catch (InterruptedException e) {
                giveUp(e);
            }
        }
    }

    private Heard hearAnswer() {
        while (true) {
            try {
                return execution.next(ANSWER_MILLIS);
            } catch (InterruptedException e) {
                giveUp(e);
            }
        }
    }

    private void giveUp(InterruptedException e) {
        interruption = e;
        sandbox.end(execution, Cause.GIVEN_UP);
    }

    @SuppressWarnings("IllegalCatch") // whatever the listener throws goes on to it, when the command is dead
    private void give(Runnable text) {
        if (listenersFault == null) {
            try {
                text.run();
            } catch (RuntimeException | Error e) {
                listenersFault = e;
                sandbox.end(execution, Cause.GIVEN_UP);
            }
        }
    }

    private CommandEnd outcome(Optional<Integer> code) {
        if (listenersFault instanceof RuntimeException e) {
            throw e;
        }
        if (listenersFault instanceof Error e) {
            throw e;
        }
        if (interruption != null) {
            throw PortFailure.whileDoing("running a command in " + what, interruption);
        }
        var cause = execution.cause();
        if (cause.isPresent()) {
            return killed(cause.get());
        }
        if (code.isEmpty()) {
            execution.abandon();
        } else if (code.get() == KILLED && deaths > 0) {
            return new CommandEnd.OutOfMemory();
        }

        return new CommandEnd.Exited(
                code.orElseThrow(
                        () -> new PortFailure.Transient(
                                "Something killed " + what
                                        + " while a command ran in it, so whether the command did its work is unknown. Look, before you run it again.")));
    }

    private CommandEnd killed(Cause cause) {
        return switch (cause) {
            case TIME -> new CommandEnd.TimedOut();
            case STOP -> new CommandEnd.Stopped();
            case MEMORY -> new CommandEnd.OutOfMemory();
            case PROCESSES -> {
                output.text("\nKilled: more processes than a sandbox may have.\n");
                yield new CommandEnd.Exited(KILLED);
            }
            case ROOM -> {
                output.text("\n" + noRoom + "\n");
                yield new CommandEnd.Exited(KILLED);
            }
            case GIVEN_UP -> throw new IllegalStateException("A command was given up without a reason");
        };
    }
}

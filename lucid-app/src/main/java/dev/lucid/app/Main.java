package dev.lucid.app;

import dev.lucid.cli.Interrupts;
import dev.lucid.cli.Program;
import dev.lucid.cli.Surroundings;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.lang.System.Logger.Level;
import java.util.List;

/** Where the program starts. */
public final class Main {
    private static final int FAILED = 1;
    private static final int INTERRUPTED = 130;

    private Main() {}

    /** Runs one command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        var interrupts = new Interrupts(
                words -> System.err.println("lucid: " + words),
                () -> Runtime.getRuntime().halt(INTERRUPTED));
        Signals.deliverTo(interrupts);
        System.exit(run(List.of(arguments), interrupts));
    }

    private static int run(List<String> arguments, Interrupts interrupts) {
        try {
            var environment = System.getenv();
            var machine = MachineFacts.of(environment);
            var around = new Surroundings(
                    new FileInputStream(FileDescriptor.in),
                    new FileOutputStream(FileDescriptor.out),
                    new FileOutputStream(FileDescriptor.err),
                    () -> Tty.output(environment),
                    Tty::askHidden,
                    Tty.isTerminal(0) && Tty.isTerminal(1),
                    machine.clock(),
                    interrupts);

            return new Program(
                            around,
                            new LocalInstallation(machine, environment, words -> System.err.println("lucid: " + words)))
                    .run(arguments);
        } catch (Error e) {
            System.getLogger(Main.class.getName()).log(Level.ERROR, "The program failed", e);
            System.err.println("lucid: this is a fault of Lucid itself; the log in the data directory says more.");
            return FAILED;
        }
    }
}

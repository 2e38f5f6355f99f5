package dev.lucid.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A sandbox's folder on the host. Commands see one folder in it, and there only what is needed right now: pipes until they
 * are open, scripts until they have run. Not safe for many threads, but for scripts.
 */
public final class Doors {
    /** A channel's pipes, and the name that its worker knows them by. */
    record Pipes(String name, Path in, Path out) {}

    /** How many pairs of pipes a sandbox starts with: its channels, and a few more for those that die. */
    static final int PAIRS = 8;

    private static final String IN = ".in";
    private static final String OUT = ".out";

    private final Path folder;
    private final Tenant tenant;
    private final String seenAs;
    private int used;

    /** Made new. {@code seenAs} is where the shown folder lies for commands. */
    public static Doors make(Path folder, Tenant tenant, String seenAs) throws IOException {
        var doors = new Doors(folder, tenant, seenAs);
        for (var each : List.of(folder, doors.shown(), doors.spare(), doors.home())) {
            Files.createDirectory(each, WorkspaceFolders.PRIVATE);
        }
        tenant.own(doors.shown());

        return doors;
    }

    private Doors(Path folder, Tenant tenant, String seenAs) {
        this.folder = folder;
        this.tenant = tenant;
        this.seenAs = seenAs;
    }

    /** The folder that commands see. */
    public Path shown() {
        return folder.resolve("shown");
    }

    /** Where commands find it. */
    public String seenAs() {
        return seenAs;
    }

    /** The whole folder. */
    public Path folder() {
        return folder;
    }

    /** A home for commands that have no file system of their own. */
    public Path home() {
        return folder.resolve("home");
    }

    /** What the sandbox complained of while it started. */
    public Path complaints() {
        return folder.resolve("complaints");
    }

    /** The names of the pipes that are to be made in {@link #spare} before the sandbox starts. */
    public static String pipesToMake() {
        return IntStream.range(0, PAIRS).mapToObj(i -> i + IN + " " + i + OUT).collect(Collectors.joining(" "));
    }

    /** Where pipes wait for their use. */
    public Path spare() {
        return folder.resolve("spare");
    }

    boolean hasPipes() {
        return used < PAIRS;
    }

    /** Shows the next pair of pipes. */
    Pipes show() throws IOException {
        var name = Integer.toString(used++);
        var in = Files.move(spare().resolve(name + IN), shown().resolve(name + IN));
        var out = Files.move(spare().resolve(name + OUT), shown().resolve(name + OUT));
        tenant.own(in);
        tenant.own(out);

        return new Pipes(name, in, out);
    }

    /** Hides pipes that both ends have opened. */
    void hide(Pipes pipes) throws IOException {
        Files.delete(pipes.in());
        Files.delete(pipes.out());
    }

    /** Shows a script, and says where. */
    String script(String name, byte[] content) throws IOException {
        tenant.own(Files.write(scriptFile(name), content));

        return seenAs + "/" + scriptFile(name).getFileName();
    }

    /** Takes a script back that no command needs any more. */
    void forget(String name) {
        try {
            Files.deleteIfExists(scriptFile(name));
        } catch (IOException _) {
            // goes with the folder
        }
    }

    private Path scriptFile(String name) {
        return shown().resolve(name + ".sh");
    }
}

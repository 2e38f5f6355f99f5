package dev.lucid.docker;

import dev.lucid.port.PortFailure;
import dev.lucid.sandbox.Doors;
import dev.lucid.sandbox.RelayScript;
import dev.lucid.sandbox.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A sandbox's folder on the host, with all that its container is shown of it, made before the container is.
 *
 * @param doors pipes and scripts
 * @param control where the root shell hears
 * @param answer where it says that it is there; its other end is closed when all its shells are gone
 * @param relay its way to Lucid, if it has one
 */
record Rooms(Doors doors, Path control, Path answer, Optional<Relay> relay) {
    /** The folder of a session's way to Lucid, and what listens for it in the sandbox. */
    record Relay(Path folder, RelayScript script) {}

    private static final long LIMIT_SECONDS = 10;

    /** Makes a folder's parts. {@code user} is the numeric user and group of the sandbox's processes. */
    static Rooms make(Path folder, Tenant tenant, String user, Optional<Relay> relay) throws IOException {
        var doors = Doors.make(folder, tenant, Containers.DOORS);
        var rooms = new Rooms(
                doors, doors.shown().resolve("control.in"), doors.shown().resolve("control.out"), relay);
        rooms.makePipes();
        tenant.own(rooms.control);
        tenant.own(rooms.answer);
        rooms.writeEtc(user);

        return rooms;
    }

    /** The users that the sandbox knows: its own and root. */
    Path passwd() {
        return doors.folder().resolve("passwd");
    }

    /** Their groups. */
    Path group() {
        return doors.folder().resolve("group");
    }

    /** How the sandbox's git gets in. */
    Path gitConfig() {
        return doors.folder().resolve("gitconfig");
    }

    /** Hides the pipes that both ends have opened. */
    void hide() throws IOException {
        Files.delete(control);
        Files.delete(answer);
    }

    private void writeEtc(String user) throws IOException {
        var ids = user.split(":", -1);
        var mine = ids[0].equals("0") ? "" : "agent:x:" + user + ":agent:/tmp/home:/bin/sh\n";
        var myGroup = ids[1].equals("0") ? "" : "agent:x:" + ids[1] + ":\n";
        readable(passwd(), "root:x:0:0:root:/tmp/home:/bin/sh\n" + mine + "nobody:x:65534:65534:nobody:/:/bin/false\n");
        readable(gitConfig(), RelayScript.GIT_CONFIG);
        readable(group(), "root:x:0:\n" + myGroup + "nogroup:x:65534:\n");
    }

    private static void readable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setAttribute(
                file, "posix:permissions", PosixFilePermissions.fromString("rw-r--r--"), LinkOption.NOFOLLOW_LINKS);
    }

    /** Java can't make pipes that have names. */
    private void makePipes() throws IOException {
        var command = new ArrayList<>(List.of("mkfifo", "-m", "600", control.toString(), answer.toString()));
        for (var name : Doors.pipesToMake().split(" ", -1)) {
            command.add(doors.spare().resolve(name).toString());
        }
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(doors.complaints().toFile())
                .start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("its pipes can't be made with mkfifo");
            }
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("making a sandbox's pipes", e);
        } finally {
            process.destroyForcibly();
        }
    }
}

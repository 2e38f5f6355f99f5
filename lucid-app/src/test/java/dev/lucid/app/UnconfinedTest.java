package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A machine on which bubblewrap is not installed. */
@Timeout(300)
class UnconfinedTest {
    private static final String OWN_TOOL = """
            turns:
              - calls:
                  - tool: run_command
                    arguments: {command: 'tool-of-mine; echo "at $PATH"'}
              - text: That is all.
            """;

    @TempDir
    private Path folder;

    private Machine machine;

    @BeforeEach
    void begin() throws IOException {
        machine = new Machine(folder).playing(OWN_TOOL).behind(this::withoutBubblewrap);
    }

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void aModelIsNotAskedUnlessThatIsAccepted() {
        var run = machine.runs("run", "work");

        assertThat(run.ends()).as(run.out()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("lucid: ")
                .contains("apt-get install bubblewrap", "--unconfined")
                .doesNotContain("Exception");
    }

    @Test
    void acceptedItsCommandsFindTheUsersOwnPrograms() throws IOException {
        var tools = Files.createDirectory(folder.resolve("tools"));
        Files.setPosixFilePermissions(
                machine.written("tools/tool-of-mine", "#!/bin/sh\necho found mine\n"),
                PosixFilePermissions.fromString("rwxr-xr-x"));
        var path = tools.toRealPath() + ":" + System.getenv("PATH");
        var run = machine.with("PATH", path).runs("run", "work", "--unconfined");

        assertThat(run.ends()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("not confined", "  found mine\n", "  at " + path + "\n", "✓ finished");
        machine.isLeftAlone();
    }

    @Test
    void severalUsersAreNotServed() {
        var serve = machine.with("INTERNAL_API_KEY", "k")
                .with("ENCRYPTION_KEY", "k")
                .runs("serve", "--port", "0");

        assertThat(serve.ends()).as(serve.out()).isEqualTo(2);
        assertThat(serve.err()).startsWith("lucid: ").contains("must be confined", "bubblewrap");
        machine.isLeftAlone();
    }

    @Test
    void theDoctorSaysSo() {
        var doctor = machine.runs("doctor");

        assertThat(doctor.ends()).as(doctor.out() + doctor.err()).isZero();
        assertThat(doctor.out()).contains("bubblewrap is not there", "--unconfined");
    }

    /** In a mount namespace, /usr/bin becomes a folder of links to all that is in it but that one program. */
    private List<String> withoutBubblewrap(List<String> program) {
        var real = folder.resolve("real-bin");
        var links = folder.resolve("linked-bin");
        var line = new ArrayList<>(List.of(
                "unshare",
                "-rm",
                "sh",
                "-ec",
                """
                mkdir -p REAL LINKS
                mount --bind /usr/bin REAL
                ln -sf REAL/* LINKS/
                rm -f LINKS/bwrap
                mount --bind LINKS /usr/bin
                exec "$@"
                """.replace("REAL", real.toString()).replace("LINKS", links.toString()),
                "sh"));
        line.addAll(program);

        return line;
    }
}

package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A terminal that is closed, with and without somebody having asked that this be ignored. */
@Timeout(300)
class SignalsTest {
    private static final String UNHURRIED = """
            turns:
              - calls:
                  - tool: run_command
                    arguments: {command: "echo begun; sleep 3"}
              - text: That is all.
            """;

    @TempDir
    private Path folder;

    private Machine machine;

    @BeforeEach
    void begin() throws IOException {
        machine = new Machine(folder).playing(UNHURRIED);
    }

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void aHangUpEndsTheProgramAsATerminationDoes() {
        var run = machine.starts("run", "work").says("  begun\n").signalled("HUP");

        assertThat(run.ends()).as(run.err()).isEqualTo(130);
        assertThat(run.out()).contains("goes on at the next start").doesNotContain("That is all.");
        machine.isLeftAlone();
    }

    @Test
    void aHangUpThatWhoeverStartedItWantsIgnoredIsIgnored() {
        var run = machine.behind(SignalsTest::deafToHangUps)
                .starts("run", "work")
                .says("  begun\n")
                .signalled("HUP");

        assertThat(run.ends()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("That is all.", "✓ finished");
        machine.isLeftAlone();
    }

    @Test
    void aTerminationEndsAStartThatWaitsForAnEngine() throws IOException {
        var engine = folder.resolve("engine.sock");
        try (var silent =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(engine))) {
            var serve = machine.with("LUCID_SANDBOX", "docker")
                    .with("DOCKER_HOST", "unix://" + engine)
                    .starts("serve", "--port", "0");
            try (var _ = silent.accept()) {
                serve.signalled("TERM");

                assertThat(serve.ends()).as(serve.err()).isZero();
            }
            assertThat(serve.out()).doesNotContain("listens");
        }
        machine.isLeftAlone();
    }

    /** As nohup starts it. */
    private static List<String> deafToHangUps(List<String> program) {
        var line = new ArrayList<>(List.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh"));
        line.addAll(program);

        return line;
    }
}

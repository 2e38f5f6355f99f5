package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program where traces go nowhere, and where nobody wants any. */
@Timeout(180)
class TracesOutageTest {
    @TempDir
    private Path folder;

    private Machine machine;

    @BeforeEach
    void begin() throws IOException {
        machine = new Machine(folder);
    }

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void aCollectorThatIsNotThereIsToldOfOnceAndHarmsNothing() throws IOException {
        var nobody = "http://127.0.0.1:1"; // nobody listens there
        machine.with("OTEL_EXPORTER_OTLP_ENDPOINT", nobody);
        var run = machine.runs("run", "print hello world");

        assertThat(run.ends()).as(run.err()).isZero();
        assertThat(run.out() + run.err()).contains("✓ finished").doesNotContain("opentelemetry", "Failed to export");
        assertThat(Files.readAllLines(machine.data().resolve("lucid.log")))
                .filteredOn(line -> line.contains("Traces do not arrive at " + nobody + " "))
                .hasSize(1);
    }

    @Test
    void whoWantsNoTracesLoadsNothingForThem() throws IOException {
        var loaded = folder.resolve("classes.txt");
        machine.with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + loaded);
        var run = machine.runs("run", "print hello world");

        assertThat(run.ends()).as(run.err()).isZero();
        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.contains("dev.lucid.app.StandardLucid"))
                .noneMatch(line -> line.contains("opentelemetry"));
    }
}

package dev.lucid.local;

import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.tool.CallId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.OutputFiles;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.WorkspaceFolders;
import dev.lucid.testkit.OutputFilesContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalOutputFilesTest implements OutputFilesContract {
    @TempDir
    Path base;

    @Override
    public OutputFiles outputs() {
        return new LocalOutputFiles(base.resolve("outputs"));
    }

    @Override
    public Optional<String> kept(SandboxSpec spec, CallId call) {
        var path = file(spec, call);
        try {
            return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(SandboxSpec spec, CallId call) {
        return base.resolve("outputs")
                .resolve(spec.user().toString())
                .resolve(spec.session().toString())
                .resolve(call + ".txt");
    }

    @Test
    void filesAreMadeWithTheFirstTextAndAreNobodyElsesBusiness() throws IOException {
        var spec = newSession();
        var call = new CallId(UUID.randomUUID());
        try (var file = outputs().open(spec, call)) {
            assertThat(base.resolve("outputs")).doesNotExist();
            file.append("text");
        }

        assertThat(Files.getPosixFilePermissions(file(spec, call).getParent())).hasSize(3);
    }

    @Test
    void anEndlessOutputIsCutAtItsLimitAndThatIsSaidOnce() throws IOException {
        var spec = newSession();
        var call = new CallId(UUID.randomUUID());
        try (var file = new LocalOutputFiles(base, new LocalOutputFiles.Limits(10, 1000, 1000)).open(spec, call)) {
            file.append("four");
            file.append("é+é=6");
            file.append("more");
            file.append("y");
        }

        assertThat(WorkspaceFolders.of(base, spec).resolve(call + ".txt"))
                .hasContent("four\n[… the rest is left out: a command's output is kept up to 10 bytes …]\n");
    }

    @Test
    void aSessionKeepsNoMoreThanItMayAndAnotherKeepsItsOwn() throws IOException {
        var files = new LocalOutputFiles(base, new LocalOutputFiles.Limits(100, 150, 10_000));
        var spec = newSession();
        for (var i = 0; i < 5; i++) {
            append(files, spec, "x".repeat(90));
        }
        append(files, newSession(), "x".repeat(90));

        assertThat(whole(base)).hasSize(2);
        assertThat(all(base))
                .filteredOn(text -> text.contains("no more is kept"))
                .hasSize(4);
    }

    @Test
    void allSessionsKeepNoMoreThanTheyMayUntilOneIsDiscarded() throws IOException {
        var files = new LocalOutputFiles(base, new LocalOutputFiles.Limits(100, 1000, 150));
        var first = newSession();
        append(files, first, "x".repeat(90));
        append(files, newSession(), "x".repeat(90));
        assertThat(whole(base)).hasSize(1);

        files.discard(first);
        append(files, newSession(), "x".repeat(40));

        assertThat(whole(base)).hasSize(1);
    }

    private static void append(OutputFiles files, SandboxSpec spec, String text) {
        try (var file = files.open(spec, new CallId(UUID.randomUUID()))) {
            file.append(text);
        }
    }

    /** The outputs that are kept whole. */
    private static List<String> whole(Path base) throws IOException {
        return all(base).stream().filter(text -> !text.contains("left out")).toList();
    }

    private static List<String> all(Path base) throws IOException {
        try (var paths = Files.walk(base)) {
            var texts = new ArrayList<String>();
            for (var path : paths.filter(Files::isRegularFile).toList()) {
                texts.add(Files.readString(path));
            }
            return texts;
        }
    }

    @Test
    void fullDiskIsSaid() throws IOException {
        var blocked = Files.writeString(base.resolve("file"), "no folder");
        try (var file = new LocalOutputFiles(blocked).open(newSession(), new CallId(UUID.randomUUID()))) {
            assertThatThrownBy(() -> file.append("text"))
                    .isInstanceOf(PortFailure.Permanent.class)
                    .hasMessageContaining(blocked.toString());
        }
    }
}

package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class RunTest {
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
    void helloWorldIsPrintedAndKept() {
        var run = machine.runs("run", "print hello world");

        assertThat(run.ends()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .containsSubsequence("chat ", "bubblewrap", "$ sh hello.sh\n  hello world\n", "✓ finished", "go on: ");
        var id = run.out().substring(5, 13);
        assertThat(machine.runs("chats").out()).startsWith(id).endsWith("  print hello world\n");
        var shown = machine.runs("show", id).out();
        assertThat(shown).startsWith("> print hello world\n");
        var body = run.out().substring(run.out().indexOf("\n\n"), run.out().indexOf("go on:"));
        assertThat(shown).contains(body);
        machine.isLeftAlone();
        assertThat(machine.data().resolve("processes")).isEmptyDirectory();
    }

    @Test
    void programsReadFramesAndNothingElse() throws IOException {
        var run = machine.runs("run", "print hello world", "--json");
        var frames = new java.util.ArrayList<JsonNode>();
        for (var line : run.out().lines().toList()) {
            frames.add(new ObjectMapper().readTree(line));
        }

        assertThat(run.ends()).as(run.err()).isZero();
        assertThat(frames.getFirst().path("status").asText()).isEqualTo("initializing");
        assertThat(frames.getLast().path("status").asText()).isEqualTo("completed");
        var numbers = frames.stream()
                .filter(frame -> frame.has("seq"))
                .map(frame -> frame.path("seq").asInt())
                .toList();
        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
        var id = frames.getFirst().path("chatId").asText();
        assertThat(withoutDeltas(machine.runs("show", id, "--json").out())).isEqualTo(withoutDeltas(run.out()));
    }

    /** What both a live watch and a replay show: the frames that are made from events. */
    private static List<String> withoutDeltas(String frames) {
        return frames.lines().filter(line -> line.contains("\"seq\":")).toList();
    }

    @Test
    void aTurnAtItsLimitEndsWithThree() {
        var run = machine.with("MAX_ITERATIONS", "1").runs("run", "print hello world");

        assertThat(run.ends()).isEqualTo(3);
        assertThat(run.out()).contains("MAX_ITERATIONS");
    }

    @Test
    void aModelWithoutItsKeyFails() {
        var run = machine.runs("run", "print hello world", "--model", "anthropic");

        assertThat(run.ends()).isEqualTo(2);
        assertThat(run.err()).contains("ANTHROPIC_API_KEY").doesNotContain("Exception");
    }

    @Test
    void workOnARepositoryComesBackAsABranch() throws IOException, InterruptedException {
        var origin = repository();
        machine.playing("""
                turns:
                  - text: I mend it.
                    calls:
                      - tool: edit_file
                        arguments: {path: greeting.txt, before: hullo, after: hello}
                  - text: Mended.
                """);
        var run = machine.runs("run", "mend the greeting", "--repo", origin.toString());

        assertThat(run.ends()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .containsSubsequence(
                        "› edit greeting.txt", "-hullo", "+hello", "✓ finished", "branch lucid/", "pushed");
        var branch = run.out()
                .lines()
                .filter(line -> line.startsWith("  branch "))
                .map(line -> line.strip().split(" ", 3)[1])
                .findFirst()
                .orElseThrow();
        assertThat(git(origin, "show", branch + ":greeting.txt")).isEqualTo("hello world\n");
        assertThat(git(origin, "log", "-1", "--format=%B", branch))
                .contains(run.out().substring(5, 13));
        assertThat(machine.runs("show", run.out().substring(5, 13), "--diff").out())
                .contains("--- a/greeting.txt", "+hello world");
    }

    private Path repository() throws IOException, InterruptedException {
        var origin = folder.resolve("origin.git");
        var clone = folder.resolve("clone");
        git(folder, "init", "-q", "--bare", "-b", "main", origin.toString());
        git(folder, "clone", "-q", origin.toString(), clone.toString());
        Files.writeString(clone.resolve("greeting.txt"), "hullo world\n");
        git(clone, "add", ".");
        git(clone, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "Begin");
        git(clone, "push", "-q", "origin", "HEAD:main");

        return origin;
    }

    private static String git(Path where, String... arguments) throws IOException, InterruptedException {
        var line = new java.util.ArrayList<>(List.of("git"));
        line.addAll(List.of(arguments));
        var process = new ProcessBuilder(line)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}

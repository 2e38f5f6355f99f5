package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job through the program's own command line: a repository with a failing test in, a branch where it passes out. */
@Timeout(300)
class RepairRunTest {
    @TempDir
    private Path folder;

    private Machine machine;
    private FailingTestRepository project;

    @BeforeEach
    void begin() throws IOException {
        machine = new Machine(Files.createDirectories(folder.resolve("machine")));
        project = FailingTestRepository.in(Files.createDirectories(folder.resolve("project")));
        machine.with("LUCID_SCRIPT", project.script().toString());
    }

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void aFailingTestPassesOnABranchAtTheOrigin() throws IOException {
        List<String> before = project.branches();

        var run = machine.runs(
                "run", FailingTestRepository.TASK, "--repo", project.origin().toString());

        assertThat(run.ends()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .containsSubsequence(
                        "cloned ",
                        "$ sh test.sh\n  expected 6, got -6",
                        "+    sum=$((sum + number))",
                        "$ sh test.sh\n  ok",
                        "✓ finished",
                        "branch lucid/make-the-failing-test-pass-");
        String branch = newBranch(before);
        assertThat(branch).matches("lucid/make-the-failing-test-pass-[0-9a-f]{8}");
        assertThat(project.test(branch)).isZero();
        assertThat(project.test("main")).isEqualTo(1);
    }

    @Test
    void aWorkingCopyGetsTheBranchAndKeepsItsOwn() throws IOException {
        Path working = folder.resolve("project/project");

        var run = machine.runs("run", FailingTestRepository.TASK, "--repo", working.toString());

        assertThat(run.ends()).as(run.out() + run.err()).isZero();
        assertThat(project.git(working, "status", "--porcelain", "--branch")).isEqualTo("## main");
        assertThat(project.git(working, "branch", "--list", "lucid/*")).startsWith("lucid/make-the-failing-test-pass-");
    }

    @Test
    void anOriginThatRefusesTheBranchMakesTheRunFail() throws IOException {
        List<String> before = project.branches();
        Path hook = project.origin().resolve("hooks/pre-receive");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\necho 'the season is closed' >&2\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));

        var run = machine.runs(
                "run", FailingTestRepository.TASK, "--repo", project.origin().toString());

        assertThat(run.ends()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(run.out())
                .containsSubsequence("✗ finished, but not pushed: ", "the season is closed")
                .doesNotContain("✓ finished");
        assertThat(project.branches()).isEqualTo(before);
    }

    @Test
    void aServerOfRepositoriesThatTheOperatorListedWillDo() throws IOException {
        List<String> before = project.branches();
        try (var server = GitServer.plain(folder.resolve("project"))) {
            var run = machine.with("ALLOWED_PRIVATE_HOSTS", server.host())
                    .runs("run", FailingTestRepository.TASK, "--repo", server.url("/origin.git"));

            assertThat(run.ends()).as(run.out() + run.err()).isZero();
        }
        assertThat(project.test(newBranch(before))).isZero();
    }

    @Test
    void aServerThatNobodyListedIsNotAsked() throws IOException {
        try (var server = GitServer.plain(folder.resolve("project"))) {
            var run = machine.runs("run", FailingTestRepository.TASK, "--repo", server.url("/origin.git"));

            assertThat(run.ends()).isEqualTo(1);
            assertThat(run.out()).contains("refuses access");
            assertThat(server.requests()).isEmpty();
        }
    }

    private String newBranch(List<String> before) throws IOException {
        var added = project.branches().stream()
                .filter(branch -> !before.contains(branch))
                .toList();
        assertThat(added).hasSize(1);

        return added.getFirst();
    }
}

package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is in the way is said in words that tell what to do, with exit code 2. */
@Timeout(300)
class ObstaclesTest {
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
    void aDataDirectoryThatIsAFile() {
        machine.with("LUCID_DATA", machine.written("file", "").toString());

        refused(machine.runs("run", "x"), "file", "--data");
    }

    @Test
    void aDataDirectoryOfAnotherVersion() throws IOException {
        var cluster = machine.written("data/postgres/PG_VERSION", "12\n").getParent();
        Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwx------"));

        refused(machine.runs("run", "x"), "12");
    }

    @Test
    void aScriptThatIsNotThere() {
        machine.with("LUCID_SCRIPT", folder.resolve("nowhere.yaml").toString());

        refused(machine.runs("run", "x"), "nowhere.yaml");
    }

    @Test
    void aScriptThatIsNone() {
        machine.playing("turns: 7");

        refused(machine.runs("run", "x"), "script.yaml");
    }

    @Test
    void aModelThatNobodyKnows() {
        refused(machine.runs("run", "x", "--model", "gpt-nonsense/9"), "gpt-nonsense");
    }

    @Test
    void aVariableThatNobodyKnows() {
        machine.with("LUCID_SANDBOXX", "local");

        refused(machine.runs("chats"), "LUCID_SANDBOXX", "LUCID_SANDBOX?");
    }

    @Test
    void aRepositoryThatIsNotThere() {
        refused(machine.runs("run", "x", "--repo", folder.resolve("nowhere").toString()), "nowhere", "no repository");
    }

    @Test
    void aFolderThatIsNoRepository() throws IOException {
        var plain = Files.createDirectory(folder.resolve("plain"));

        failed(machine.runs("run", "x", "--repo", plain.toString()), plain.toString(), "no git repository", "git init");
    }

    @Test
    void aBranchThatTheRepositoryHasNot() throws IOException, InterruptedException {
        var repository = Files.createDirectory(folder.resolve("repository"));
        for (var command : List.of(
                "git init -q -b main .",
                "git -c user.name=A -c user.email=a@example.com commit -q --allow-empty -m Begin")) {
            var git = new ProcessBuilder(command.split(" ", -1)).directory(repository.toFile());
            assertThat(git.start().waitFor()).isZero();
        }

        failed(
                machine.runs("run", "x", "--repo", repository.toString(), "--branch", "nowhere"),
                "no branch 'nowhere'",
                "Name one of its branches: main");
    }

    @Test
    void aPortThatIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused(machine.runs("serve", "--port", String.valueOf(taken.getLocalPort())), "--port");
        }
        machine.isLeftAlone();
    }

    @Test
    void anEngineOrAnImageThatIsNotThereThoughContainersAreDemanded() {
        machine.with("LUCID_SANDBOX", "docker").with("SANDBOX_IMAGE", "lucid-test:none");
        refused(machine.runs("serve", "--port", "0"), "no image lucid-test:none", "docker build");

        machine.with("DOCKER_HOST", "unix:///nowhere/docker.sock");
        refused(machine.runs("serve", "--port", "0"), "Can't start", "/nowhere/docker.sock", "LUCID_SANDBOX");
        machine.isLeftAlone();
    }

    @Test
    void anAddressThatOthersReachWithoutCredentials() {
        refused(machine.runs("serve", "--host", "0.0.0.0", "--port", "0"), "127.0.0.1");
        machine.isLeftAlone();
    }

    @Test
    void credentialsWithoutAKeyForWhatIsStored() {
        machine.with("INTERNAL_API_KEY", "secret-of-mine");

        var refused = machine.runs("serve", "--unconfined");
        refused(refused, "ENCRYPTION_KEY", "openssl rand", "--unconfined");
        assertThat(refused.err()).doesNotContain("secret-of-mine");
    }

    @Test
    void aDatabaseThatDoesNotAnswer() {
        machine.with("DATABASE_URL", "postgresql://me:secret-of-mine@127.0.0.1:1/lucid");
        var run = machine.runs("chats");

        assertThat(run.ends()).isIn(1, 2);
        assertThat(run.err()).startsWith("lucid: ").doesNotContain("Exception", "secret-of-mine", "\tat ");
    }

    @Test
    void theDoctorFindsAProblemWithoutMakingAnything() {
        machine.with("PORT", "many");
        var doctor = machine.runs("doctor");

        assertThat(doctor.ends()).isEqualTo(1);
        assertThat(doctor.out()).contains("PORT must be a port");
        assertThat(Files.exists(machine.data())).isFalse();
    }

    @Test
    void theDoctorFindsThatAnAgentCanWork() {
        var doctor = machine.runs("doctor");

        assertThat(doctor.ends()).as(doctor.out()).isZero();
        assertThat(doctor.out()).contains("bubblewrap", "git", "An agent can work here");
        assertThat(Files.exists(machine.data())).isFalse();
    }

    @Test
    void theDoctorRecordsNothing() {
        var record = folder.resolve("record.yaml");
        machine.with("LUCID_RECORD", record.toString()).runs("doctor");

        assertThat(record).doesNotExist();
    }

    /** There is a chat by then, which says what was in the way; so the turn has failed. */
    private static void failed(Started run, String... words) {
        assertThat(run.ends()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(run.out()).contains("✗ failed").contains(words).doesNotContain("Exception", "\tat ", "dev.lucid");
        assertThat(run.err()).isEmpty();
    }

    private static void refused(Started run, String... words) {
        assertThat(run.ends()).as(run.out() + run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("lucid: ").contains(words).doesNotContain("Exception", "\tat ", "dev.lucid");
    }
}

package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.lucid.cli.Choices;
import dev.lucid.cli.Finding;
import dev.lucid.cli.Finding.Weight;
import dev.lucid.postgres.DatabaseAddress;
import dev.lucid.postgres.Migrations;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ExaminationTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void begin() throws IOException {
        environment.put("LUCID_DATA", data().toString());
        Files.createDirectory(folder.resolve("work"));
    }

    @Test
    void aFreshMachineIsFitAndStaysAsItIs() {
        assertThat(found()).extracting(Finding::weight).doesNotContain(Weight.PROBLEM);
        found("database").returns(Weight.GOOD, Finding::weight);
        assertThat(data()).doesNotExist();
    }

    @Test
    void dataOfAnotherPostgresIsAProblem() throws IOException {
        var cluster = Files.createDirectories(
                data().resolve("postgres"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(cluster.resolve("PG_VERSION"), "12\n");

        problem("database", "its data is of PostgreSQL 12", "DATABASE_URL");
    }

    @Test
    void programsThatOthersMayChangeAreAProblem() throws IOException {
        EmbeddedPostgres.start(data()).close();
        found("database").returns(Weight.GOOD, Finding::weight);
        try (var programs = Files.list(data().resolve("programs"))) {
            Files.setPosixFilePermissions(
                    programs.filter(Files::isDirectory).findFirst().orElseThrow(),
                    PosixFilePermissions.fromString("rwxrwxrwx"));
        }

        problem("database", "Others than its owner may write", "DATABASE_URL");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsAProblem() {
        environment.put("DATABASE_URL", "postgresql://me:secret-of-mine@127.0.0.1:1/lucid");

        problem("database", "PostgreSQL failed", "DATABASE_URL");
        assertThat(found().toString()).doesNotContain("secret-of-mine");
    }

    @Test
    void aDatabaseIsFitOnceItIsMigratedForThisVersion() throws SQLException {
        try (var postgres = EmbeddedPostgres.start(folder.resolve("theirs"))) {
            var owner = postgres.owner();
            environment.put("DATABASE_URL", url(owner));

            problem("database", "`lucid migrate --database-url", "DATABASE_URL");
            new Migrations(owner).run();
            found("database").returns(Weight.GOOD, Finding::weight);

            says(owner, 1);
            problem("database", "version 1 of Lucid's schema", "DATABASE_URL");
            says(owner, 1000);
            problem("database", "by a newer Lucid", "DATABASE_URL");
        }
    }

    @Test
    void whatTheServerAloneReadsIsToldAndNotJudged() throws IOException {
        dotEnv("DATABASE_URL=postgresql://me:secret-of-mine@127.0.0.1:1/lucid\n");

        found("database").returns(Weight.GOOD, Finding::weight);
        assertThat(found())
                .filteredOn(finding -> finding.words().contains("also reads"))
                .singleElement()
                .returns("server", Finding::subject)
                .satisfies(finding -> assertThat(finding.words())
                        .contains(folder.resolve("work/.env").toString(), "DATABASE_URL")
                        .doesNotContain("secret-of-mine"));
    }

    @Test
    void aFaultInWhatTheServerAloneReadsKeepsNoCommandFromItsWork() throws IOException {
        dotEnv("PORT=many\n");

        found("server")
                .returns(Weight.WARNING, Finding::weight)
                .satisfies(finding -> assertThat(finding.words()).contains("PORT must be a port"));
        assertThat(found()).extracting(Finding::weight).doesNotContain(Weight.PROBLEM);
    }

    @Test
    void credentialsKeepTheServerAloneFromItsWork() {
        environment.put("INTERNAL_API_KEY", "secret-of-mine");

        assertThat(found())
                .filteredOn(finding -> finding.subject().equals("server"))
                .extracting(Finding::weight)
                .containsExactly(Weight.WARNING, Weight.GOOD);
        assertThat(found().toString())
                .contains("ENCRYPTION_KEY is not set", "asks for credentials, as [INTERNAL_API_KEY] says")
                .doesNotContain("secret-of-mine");
        assertThat(found()).extracting(Finding::weight).doesNotContain(Weight.PROBLEM);
    }

    @Test
    void chatsThatLieElsewhereAreWarnedOf() {
        environment.put("SUPABASE_URL", "https://example.supabase.co");
        environment.put("ENCRYPTION_KEY", "secret-of-mine");

        assertThat(found())
                .filteredOn(finding -> finding.words().contains("not in Supabase"))
                .singleElement()
                .returns(Weight.WARNING, Finding::weight);
    }

    @Test
    void aModelWithoutItsKeyIsWarnedOfAsTheScriptedOnePlays() {
        environment.put("DEFAULT_MODEL_PROVIDER", "openai");

        found("models").returns(Weight.WARNING, Finding::weight).satisfies(finding -> {
            assertThat(finding.words()).contains("openai", "has no key", "scripted");
            assertThat(finding.remedy())
                    .hasValueSatisfying(text -> assertThat(text).contains("OPENAI_API_KEY"));
        });
    }

    @Test
    void aPlaceForWorkspacesThatIsNoneIsAProblem() throws IOException {
        environment.put(
                "WORKSPACE_BASE_PATH",
                Files.createFile(folder.resolve("file")).resolve("spaces").toString());

        problem("sandboxes", "may not write", "WORKSPACE_BASE_PATH");
    }

    private void problem(String subject, String words, String remedy) {
        found(subject).returns(Weight.PROBLEM, Finding::weight).satisfies(finding -> {
            assertThat(finding.words()).contains(words).doesNotContain("Exception");
            assertThat(finding.remedy())
                    .hasValueSatisfying(text -> assertThat(text).contains(remedy));
        });
    }

    private ObjectAssert<Finding> found(String subject) {
        return assertThat(found())
                .filteredOn(finding -> finding.subject().equals(subject))
                .singleElement(type(Finding.class));
    }

    private List<Finding> found() {
        var machine = new MachineFacts(
                System.getenv("PATH"), Optional.empty(), folder, folder.resolve("work"), InstantSource.system());

        return new LocalInstallation(machine, environment, _ -> {})
                .examine(new Choices(Optional.empty(), Optional.empty(), Optional.empty(), false));
    }

    private Path data() {
        return folder.resolve("data");
    }

    private void dotEnv(String text) throws IOException {
        Files.writeString(folder.resolve("work/.env"), text);
    }

    private static String url(DatabaseAddress address) {
        return address.jdbcUrl() + "&user=" + address.user() + "&password=" + address.password();
    }

    private static void says(DatabaseAddress owner, int version) throws SQLException {
        try (var connection = DriverManager.getConnection(owner.jdbcUrl(), owner.user(), owner.password());
                var statement = connection.createStatement()) {
            statement.execute("create or replace function lucid.schema_version() returns integer language sql immutable"
                    + " as 'select " + version + "'");
        }
    }
}

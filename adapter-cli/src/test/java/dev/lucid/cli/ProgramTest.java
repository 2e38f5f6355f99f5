package dev.lucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.cli.render.Tale;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
    private final Bench bench = new Bench(Tale.hello());

    @Test
    void helpNamesEveryCommandAndOpensNothing() {
        assertThat(bench.run("--help")).isZero();
        assertThat(bench.out())
                .contains(
                        "run",
                        "serve",
                        "chats",
                        "show",
                        "watch",
                        "send",
                        "stop",
                        "login",
                        "logout",
                        "integrations",
                        "doctor",
                        "migrate",
                        "rotate-key")
                .contains("./lucid run \"print hello world\"");
        assertThat(bench.opened).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "serve",
                "chats",
                "show",
                "watch",
                "send",
                "stop",
                "login",
                "logout",
                "integrations",
                "doctor",
                "migrate",
                "rotate-key"
            })
    void everyCommandHasHelpAndADataDirectory(String command) {
        assertThat(bench.run(command, "--help")).isZero();
        assertThat(bench.out()).contains("Usage: lucid " + command, "--data=DIR");
        assertThat(bench.opened).isZero();
    }

    @Test
    void theVersionIsSaid() {
        assertThat(bench.run("--version")).isZero();
        assertThat(bench.out()).isEqualTo("lucid 1.2.3\n");
    }

    @Test
    void withoutACommandTheHelpGoesToStandardError() {
        assertThat(bench.run()).isEqualTo(2);
        assertThat(bench.out()).isEmpty();
        assertThat(bench.err()).contains("Usage: lucid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense             | There is no command 'nonsense'. See ./lucid --help.",
                "serv                 | There is no command 'serv'. Did you mean serve? See ./lucid --help.",
                "chat                 | There is no command 'chat'. Did you mean chats? See ./lucid --help.",
                "run a --jsn          | Unknown option: '--jsn'. Did you mean --json? See ./lucid run --help.",
                "serve --port many    | 'many' is no whole number. See ./lucid serve --help."
            })
    void whatIsMisspeltIsSaidWithWhatMayBeMeant(String line, String words) {
        assertThat(bench.run(line.split(" "))).isEqualTo(2);
        assertThat(bench.err()).endsWith(words + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "run",
                "run|a|b",
                "run|a|--nonsense",
                "run| ",
                "run|a|--pr",
                "run|a|--branch|main",
                "run|a|--repo|/nowhere/at/all",
                "run|a|--repo|https://me:secret@example.com/x.git",
                "serve|--port|many",
                "serve|--port|70000",
                "chats|--limit|0",
                "show|zzz",
                "show|00000000",
                "watch|1f2e3d4c|--after|-1",
                "send|1f2e3d4c| ",
                "migrate"
            })
    void wrongUsageIsSaidInWordsWithExitCodeTwo(String line) {
        assertThat(bench.run(line.split("\\|"))).isEqualTo(2);
        assertThat(bench.out()).isEmpty();
        assertThat(bench.err()).startsWith("lucid: ").doesNotContain("Exception", "dev.lucid", "java.", "secret");
    }

    @Test
    void whatKeepsLucidFromStartingIsSaidAProblemALine() {
        bench.obstructed = true;
        bench.obstacle = new CannotStart(java.util.List.of("PORT is no number.", "LUCID_DATAA is not known."));

        assertThat(bench.run("chats")).isEqualTo(2);
        assertThat(bench.err()).isEqualTo("lucid: PORT is no number.\nlucid: LUCID_DATAA is not known.\n");
    }

    @Test
    void aFailureOfTheWorldOutsideIsSaidWithExitCodeOne() {
        bench.obstructed = true;
        bench.obstacle = new PortFailure.Transient("PostgreSQL does not answer.");

        assertThat(bench.run("chats")).isEqualTo(1);
        assertThat(bench.err()).isEqualTo("lucid: PostgreSQL does not answer.\n");
    }

    @Test
    void aFaultOfLucidsOwnShowsNoStackTrace() {
        bench.obstructed = true;
        bench.obstacle = new IllegalStateException("dev.lucid.Secret broke");

        assertThat(bench.run("chats")).isEqualTo(1);
        assertThat(bench.err())
                .startsWith("lucid: This is a fault of Lucid itself")
                .doesNotContain("Secret");
    }

    @Test
    void chatsAreListedWithTheirIdsAgesAndTitles() {
        assertThat(bench.run("chats")).isZero();
        assertThat(bench.out()).isEqualTo("1f2e3d4c  finished            1 min 0 s ago  print hello world\n");
        assertThat(bench.engine.closed).isTrue();
    }

    @Test
    void showEndsWithTheChatsState() {
        bench.engine.tale.user("more");
        bench.engine.runner = Runner.NOBODY;

        assertThat(bench.run("show", "1f2e3d4c")).isZero();
        assertThat(bench.out())
                .endsWith(
                        "\nstate: waiting, as nobody runs it: ./lucid send 1f2e3d4c \"go on\", or start ./lucid serve\n");
    }

    @Test
    void noTitleOrFailureReachesTheTerminalRaw() {
        bench.engine.chats.add(ToldEngine.profile(
                ChatId.of("1f2e3d4c-0000-4000-8000-000000000001"), "a\u001b]0;owned\u0007b\u009b2Jc"));

        bench.run("chats");
        assertThat(bench.out()).contains("abc").doesNotContain("\u001b", "\u0007", "\u009b");
        bench.run("show", "1f2e3d4c");
        assertThat(bench.err()).contains("(abc)").doesNotContain("\u001b", "\u0007", "\u009b");
    }

    @Test
    void framesHoldNoControlCharacterRaw() {
        bench.engine.frame = "{\"text\":\"\\u001b[2J\u009b2J\u007f\"}";

        assertThat(bench.run("show", "1f2e3d4c", "--json")).isZero();
        assertThat(bench.out())
                .contains("{\"text\":\"\\u001b[2J\\u009b2J\\u007f\"}")
                .doesNotContain("\u009b", "\u007f");
    }

    @Test
    void noChatYetSaysHowToBegin() {
        bench.engine.chats.clear();

        assertThat(bench.run("chats")).isZero();
        assertThat(bench.out()).contains("./lucid run");
    }

    @Test
    void aChatIsFoundByTheBeginningOfItsId() {
        assertThat(bench.run("show", "1f2e")).isZero();
        assertThat(bench.out()).startsWith("> print hello world\n");
    }

    @Test
    void anAmbiguousBeginningNamesTheChats() {
        bench.engine.chats.add(ToldEngine.profile(ChatId.of("1f2e3d4c-0000-4000-8000-000000000001"), "another one"));

        assertThat(bench.run("show", "1f2e3d4c")).isEqualTo(2);
        assertThat(bench.err()).contains("Several chats", "another one", "1f2e3d4c-0000-4000-8000-000000000001");
    }

    @Test
    void showPrintsFramesAndNothingElseForPrograms() {
        assertThat(bench.run("show", Tale.CHAT.toString(), "--json")).isZero();
        assertThat(bench.out().lines())
                .hasSize(1 + bench.engine.tale.events().size())
                .allMatch(it -> it.startsWith("{"));
    }

    @Test
    void showDiffPrintsWhatThePushedBranchChanges() {
        bench.engine.tale.event(new ChatFact.BranchPushed("lucid/x", "c", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"));

        assertThat(bench.run("show", "1f2e3d4c", "--diff")).isZero();
        assertThat(bench.out()).isEqualTo("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n");
    }

    @Test
    void showDiffWithoutABranchSaysSo() {
        assertThat(bench.run("show", "1f2e3d4c", "--diff")).isEqualTo(2);
        assertThat(bench.err()).contains("has pushed no branch");
    }

    @Test
    void doctorFailsOnlyOnProblems() {
        bench.findings = java.util.List.of(
                Finding.good("Java", "25"), Finding.warning("bubblewrap", "is missing", "apt-get install bubblewrap"));

        assertThat(bench.run("doctor")).isZero();
        assertThat(bench.out()).isEqualTo("""
                        ✓ Java            25
                        ! bubblewrap      is missing
                                          apt-get install bubblewrap

                        An agent can work here: ./lucid run "print hello world"
                        """);
    }

    @Test
    void doctorFailsOnAProblem() {
        bench.findings = java.util.List.of(Finding.problem("git", "is missing", "apt-get install git"));

        assertThat(bench.run("doctor")).isEqualTo(1);
    }

    @Test
    void aRotationCountsAndNamesWhatNoKeyOpens() {
        bench.rotation = new Rotation(3, 2, java.util.List.of());
        assertThat(bench.run("rotate-key")).isZero();
        assertThat(bench.out()).startsWith("Encrypted anew: 3. Under this key already: 2.\n");

        bench.rotation = new Rotation(0, 5, java.util.List.of("integrations 7"));
        assertThat(bench.run("rotate-key")).isEqualTo(1);
        assertThat(bench.out()).contains("No configured key opens 1", "\n  integrations 7\n");
    }

    @Test
    void migrateSaysWhatItDid() {
        assertThat(bench.run("migrate", "--database-url", "postgresql://owner@host/db"))
                .isZero();
        assertThat(bench.out()).isEqualTo("migrated postgresql://owner@host/db\n");
    }

    @Test
    void migrateReadsItsDatabaseWhereNoOtherUserSeesThePassword() {
        bench.typed = "postgresql://owner:secret@host/db\n";

        assertThat(bench.run("migrate", "--database-url", "-")).isZero();
        assertThat(bench.out()).isEqualTo("migrated postgresql://owner:secret@host/db\n");
        bench.run("migrate", "--help");
        assertThat(bench.out()).contains("- reads it from standard input");
    }

    @Test
    void aRepositoryIsNamedByItsRealPath(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("code"));

        bench.run("run", "fix it", "--repo", folder.resolve("code/../code").toString(), "--branch", "dev");

        var repository = bench.engine.started.getFirst().repository().orElseThrow();
        assertThat(repository.address())
                .isEqualTo(folder.toRealPath().resolve("code").toString());
        assertThat(repository.branch()).contains("dev");
    }

    @Test
    void aReaderThatLeavesIsNoFailure() {
        bench.out = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        assertThat(bench.run("watch", "1f2e3d4c")).isZero();
        assertThat(bench.err()).isEmpty();
    }
}

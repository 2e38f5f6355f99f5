package dev.lucid.app;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.TurnRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page on the configuration says of each variable what the program does with it. */
class ConfigurationPageTest {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([A-Z_0-9]+)` \\| (.+?)( \\(secret\\))? \\|(?: (.+) \\|)?$");

    /** A variable as the page has it; what is used has a default, what is awaited has none. */
    private record Row(String name, String meaning, boolean secret, Optional<String> standard) {}

    private List<Row> rows = List.of();

    @BeforeEach
    void readThePage() throws IOException {
        var page = Files.readString(Path.of(System.getProperty("lucid.checkout"), "docs/configuration.md"));
        rows = ROW.matcher(page)
                .results()
                .map(row ->
                        new Row(row.group(1), row.group(2), row.group(3) != null, Optional.ofNullable(row.group(4))))
                .toList();
    }

    @Test
    void eachVariableIsThereOnceAndNoOther() {
        assertThat(rows.stream().map(Row::name))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Variable.values()).map(Variable::name).toList());
    }

    @Test
    void secretsAreCalledSo() {
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.secret())
                        .as(row.name())
                        .isEqualTo(Variable.valueOf(row.name()).secret()));
    }

    @Test
    void whatHasNoEffectYetIsToldWithWhatItIsFor() {
        assertThat(rows).allSatisfy(row -> {
            var awaited = Variable.valueOf(row.name()).awaited();
            assertThat(row.standard().isEmpty()).as(row.name()).isEqualTo(awaited.isPresent());
            awaited.ifPresent(
                    feature -> assertThat(row.meaning()).as(row.name()).isEqualTo(feature));
        });
    }

    @Test
    void defaultsAreTheProgramsOwn() {
        var nothing = new LucidConfig(Path.of("/home/me/.local/share/lucid"), Map.of());
        var rules = TurnRules.STANDARD;
        var standard = rows.stream()
                .filter(row -> row.standard().isPresent())
                .collect(toMap(Row::name, row -> row.standard().orElseThrow()));

        assertThat(standard)
                .containsEntry("PORT", "`" + nothing.port() + "`")
                .containsEntry("LUCID_SANDBOX", "`" + nothing.sandbox() + "`")
                .containsEntry("ALLOWED_ORIGINS", "`" + String.join(",", nothing.allowedOrigins()) + "`")
                .containsEntry("LUCID_CHATS_PER_USER", "`" + nothing.chatsPerUser() + "`")
                .containsEntry(
                        "LUCID_REQUESTS_PER_SECOND",
                        "`" + nothing.limits().user().orElseThrow().perSecond() + "`")
                .containsEntry(
                        "LUCID_REQUEST_BURST",
                        "`" + nothing.limits().user().orElseThrow().burst() + "`")
                .containsEntry("LUCID_MAX_REQUEST_BYTES", "`" + nothing.limits().maxBodyBytes() + "`")
                .containsEntry(
                        "LUCID_SOCKETS_PER_USER",
                        "`" + nothing.limits().sockets().orElseThrow() + "`")
                .containsEntry("LUCID_MAX_CONNECTIONS", "`" + nothing.limits().connections() + "`")
                .containsEntry(
                        "LUCID_CONNECTIONS_PER_ADDRESS", "`" + nothing.limits().perAddress() + "`")
                .containsEntry("SESSION_GRACE_SECONDS", "`" + nothing.grace().toSeconds() + "`")
                .containsEntry("MAX_ITERATIONS", "`" + rules.iterations() + "`")
                .containsEntry("CONVERSATION_TIMEOUT", "`" + rules.time().toSeconds() + "`")
                .containsEntry("LUCID_APPROVE", "`" + rules.approval().name().toLowerCase(Locale.ROOT) + "`");
    }
}

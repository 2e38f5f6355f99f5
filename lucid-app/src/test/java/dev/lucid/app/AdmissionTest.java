package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.cli.ListenAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
    private static final Map<Variable, String> KEYS =
            Map.of(Variable.INTERNAL_API_KEY, "long-key-of-mine", Variable.ENCRYPTION_KEY, "other-key-of-mine");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void withoutCredentialsThisMachineIsServed(String host) {
        assertThat(problems(Map.of(), Optional.of(host), false)).isEmpty();
        assertThat(problems(Map.of(), Optional.empty(), true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void withoutCredentialsNobodyElseIs(String host) {
        assertThat(problems(Map.of(), Optional.of(host), false))
                .singleElement()
                .asString()
                .contains(host, "everybody", "INTERNAL_API_KEY", "127.0.0.1");
    }

    @Test
    void withCredentialsEverybodyMayAsk() {
        assertThat(problems(KEYS, Optional.of("0.0.0.0"), false)).isEmpty();
        assertThat(admission(KEYS).words()).contains("INTERNAL_API_KEY").doesNotContain("of-mine");
    }

    @Test
    void aSecretThatCouldBeGuessedIsShownToThisMachineAlone() {
        for (var weak : List.of(
                Variable.SUPABASE_JWT_SECRET,
                Variable.INTERNAL_API_KEY,
                Variable.AUTH_JWT_SECRET,
                Variable.ENCRYPTION_KEY)) {
            var given = new EnumMap<Variable, String>(KEYS);
            given.put(weak, "x".repeat(15));

            assertThat(problems(given, Optional.of("0.0.0.0"), false))
                    .singleElement()
                    .asString()
                    .startsWith(weak + " is shorter than 16 characters")
                    .contains("openssl rand -hex 32")
                    .doesNotContain("xxx");
            assertThat(problems(given, Optional.empty(), false)).isEmpty();
            assertThat(admission(given).warnings()).singleElement().asString().startsWith(weak.name());
        }
        assertThat(admission(KEYS).warnings()).isEmpty();
    }

    @Test
    void allThatIsMissingIsToldTogether() {
        assertThat(problems(Map.of(Variable.AUTH_JWT_SECRET, "s"), Optional.of("0.0.0.0"), true))
                .hasSize(4)
                .anySatisfy(problem -> assertThat(problem).contains("AUTH_JWT_SECRET is shorter than 16 characters"))
                .anySatisfy(problem -> assertThat(problem).contains("nobody could be let in"))
                .anySatisfy(problem -> assertThat(problem).contains("ENCRYPTION_KEY", "openssl rand -hex 32"))
                .anySatisfy(problem -> assertThat(problem).contains("--unconfined"));
    }

    @Test
    void chatsThatDoNotLieInSupabaseAreSaidToLieElsewhere() {
        var supabase = Map.of(Variable.SUPABASE_URL, "https://example.supabase.co");
        var both = Map.of(
                Variable.SUPABASE_URL, "https://example.supabase.co", Variable.DATABASE_URL, "postgresql://a:b@c/d");

        assertThat(admission(supabase).elsewhere())
                .hasValueSatisfying(words -> assertThat(words).contains("DATABASE_URL", folder.toString()));
        assertThat(admission(both).elsewhere()).isEmpty();
        assertThat(admission(KEYS).elsewhere()).isEmpty();
    }

    private List<String> problems(Map<Variable, String> given, Optional<String> host, boolean unconfined) {
        return admission(given).problems(new ListenAddress(host, OptionalInt.empty()), unconfined);
    }

    private Admission admission(Map<Variable, String> given) {
        var machine = new MachineFacts(System.getenv("PATH"), Optional.empty(), folder, folder, InstantSource.system());

        return Admission.of(new LucidConfig(folder, given), machine);
    }
}

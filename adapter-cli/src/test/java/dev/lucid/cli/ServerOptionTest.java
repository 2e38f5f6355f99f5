package dev.lucid.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.cli.render.Tale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ServerOptionTest {
    private final Bench bench = new Bench(Tale.hello());

    @ParameterizedTest
    @CsvSource({
        "https://Lucid.Example.com/, https://lucid.example.com",
        "HTTPS://lucid.example.com:443, https://lucid.example.com",
        "https://lucid.example.com:8443/at/, https://lucid.example.com:8443/at",
        "http://127.0.0.1:80, http://127.0.0.1",
        "http://[::1]:8000, http://[::1]:8000",
        "http://localhost:8000, http://localhost:8000"
    })
    void oneServerIsWrittenOneWay(String text, String same) {
        assertThat(ServerAddress.of(text)).isEqualTo(ServerAddress.of(same)).hasToString(same);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lucid.example.com",
                "ftp://example.com",
                "https://",
                "http://example.com",
                "http://localhost.example.com",
                "http://127.0.0.1.example.com",
                "https://me:secret@example.com",
                "https://example.com/?token=secret",
                "https://example.com/#secret",
                "https://exa mple.com"
            })
    void whatATokenMustNotGoToIsRefused(String text) {
        assertThatThrownBy(() -> ServerAddress.of(text))
                .isInstanceOf(CannotStart.class)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run|work", "watch|1f2e3d4c", "chats", "show|1f2e3d4c", "integrations|list"})
    void commandsWorkWithTheServerThatIsNamed(String line) {
        assertThat(bench.run((line + "|--server|https://lucid.example.com").split("\\|")))
                .as(bench.err())
                .isZero();
        assertThat(bench.server).contains(ServerAddress.of("https://lucid.example.com"));
    }

    @Test
    void aLoginIsKeptAndForgotten() {
        bench.hidden = prompt -> Optional.of(prompt.equals("Token for https://lucid.example.com: ") ? "tok" : "");

        assertThat(bench.run("login", "--server", "https://lucid.example.com/"))
                .as(bench.err())
                .isZero();
        assertThat(bench.logins).containsExactly("https://lucid.example.com tok");
        assertThat(bench.run("logout")).isZero();
        assertThat(bench.run("logout")).isZero();
        assertThat(bench.out()).isEqualTo("""
                        Logged in: commands work there with --server https://lucid.example.com
                        Logged out of https://lucid.example.com.
                        There was no login.
                        """);
    }

    @Test
    void aTokenComesOverStandardInputAndNeverAsAnArgument() {
        bench.typed = "piped\n";

        assertThat(bench.run("login", "-")).as(bench.err()).isZero();
        assertThat(bench.logins).containsExactly("http://127.0.0.1:8000 piped");
        assertThat(bench.run("login", "tok-secret")).isEqualTo(2);
        assertThat(bench.run("login", "--token=tok-secret")).isEqualTo(2);
        assertThat(bench.run("login")).isEqualTo(2);
        assertThat(bench.out() + bench.err()).doesNotContain("tok-secret");
    }

    @Test
    void aServerThatIsLostForGoodEndsTheWatching() {
        bench.engine.failure = Optional.of(new CannotStart("The chat is gone."));

        assertThat(bench.run("watch", "1f2e3d4c", "--forever")).isEqualTo(2);
        assertThat(bench.err()).isEqualTo("lucid: The chat is gone.\n");
    }
}

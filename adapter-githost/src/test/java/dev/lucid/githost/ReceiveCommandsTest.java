package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveCommandsTest {
    private static final String ZERO = "0".repeat(40);
    private static final String ONE = "1".repeat(40);

    @Test
    void aBranchOfLucidsIsRead() throws IOException {
        var asked = read(line(ZERO + " " + ONE
                        + " refs/heads/lucid/x\0 report-status side-band-64k report-status agent=git/2.39.5\n")
                + "0000PACK and so on");

        assertThat(asked.branch())
                .hasValueSatisfying(branch -> assertThat(branch).hasToString("lucid/x"));
        assertThat(asked.abilities()).containsExactlyInAnyOrder("report-status", "side-band-64k", "agent=git/2.39.5");
        assertThat(asked.problem()).isEmpty();
    }

    @Test
    void noCommandIsAskedByWhoOnlyKnocks() throws IOException {
        assertThat(read("0000").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "000",
                "zzzz",
                "0001",
                "0004",
                "00ff" + "short",
                "-001",
                "0013push-cert\0 x\n0000",
                "0009x y z",
                "0032shallow 1111111111111111111111111111111111111"
            })
    void whatIsNoCommandIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
    }

    @Test
    void thousandsOfCommandsAreRefused() {
        String many = line(ZERO + " " + ONE + " refs/heads/lucid/x").repeat(2_000);

        assertThatThrownBy(() -> read(many + "0000")).isInstanceOf(IOException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void changedBytesNeverLetAnotherReferencePass(long seed) {
        var random = new Random(seed);
        String good = line(ZERO + " " + ONE + " refs/heads/lucid/x\0report-status") + "0000";
        for (int n = 0; n < 5_000; n++) {
            byte[] bytes = good.getBytes(ISO_8859_1);
            for (int change = random.nextInt(3); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                var asked = ReceiveCommands.read(new ByteArrayInputStream(bytes));
                if (!asked.isEmpty() && asked.problem().isEmpty()) {
                    assertThat(asked.commands())
                            .singleElement()
                            .satisfies(command ->
                                    assertThat(command.reference()).matches("refs/heads/lucid/[a-z0-9]+(-[a-z0-9]+)*"));
                }
            } catch (IOException _) {
                // refused, as it should be
            }
        }
    }

    private static String line(String text) {
        return String.format("%04x", text.length() + 4) + text;
    }

    private static ReceiveCommands read(String text) throws IOException {
        return ReceiveCommands.read(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    }
}

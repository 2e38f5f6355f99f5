package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleHeadTest {
    private static final String ID = "0123456789012345678901234567890123456789";
    private static final String GOOD =
            "# v2 git bundle\n-" + ID + " Start\n" + ID + " refs/heads/" + Bench.BRANCH + "\n\n";

    @Test
    void oneBranchWithWhatItBuildsOnIsTaken() {
        assertThatCode(() -> check(GOOD + "PACK")).doesNotThrowAnyException();
        assertThatCode(() -> check(GOOD.replace("v2 git bundle", "v3 git bundle\n@object-format=sha1")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PACK",
                "# v2 git bundle\n",
                "# v2 git bundle\n\n",
                "# v1 git bundle\n" + ID + " refs/heads/lucid/make-it-pass-1a2b3c4d\n\n",
                "# v2 git bundle\n" + ID + " refs/heads/main\n\n",
                "# v2 git bundle\n" + ID + " HEAD\n\n",
                "# v2 git bundle\n" + ID + " refs/heads/lucid/../main\n\n",
                "# v2 git bundle\n" + ID + " refs/heads/lucid/make-it-pass-1a2b3c4d x\n\n",
                "# v2 git bundle\n" + ID + " refs/heads/lucid/make-it-pass-1a2b3c4d\n" + ID + " refs/heads/main\n\n",
                "# v2 git bundle\n" + ID + " refs/heads/lucid/make-it-pass-1a2b3c4d\n" + ID
                        + " refs/heads/lucid/make-it-pass-1a2b3c4d\n\n",
                "# v2 git bundle\n@object-format=sha1\n" + ID + " refs/heads/lucid/make-it-pass-1a2b3c4d\n\n",
                "# v3 git bundle\n@filter=blob:none\n" + ID + " refs/heads/lucid/make-it-pass-1a2b3c4d\n\n",
                "# v2 git bundle\n--upload-pack=x\n" + ID + " refs/heads/lucid/make-it-pass-1a2b3c4d\n\n",
                "# v2 git bundle\nHEAD refs/heads/lucid/make-it-pass-1a2b3c4d\n\n"
            })
    void everythingElseIsRefused(String head) {
        assertThatThrownBy(() -> check(head)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void noBrokenByteIsMoreThanARefusal(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = GOOD.getBytes(ISO_8859_1);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            try {
                BundleHead.check(bytes, Bench.BRANCH);
            } catch (IllegalArgumentException e) {
                // refused, as most are; a change within a commit's title or id may pass
            }
        }
    }

    private static void check(String head) {
        BundleHead.check(head.getBytes(ISO_8859_1), Bench.BRANCH);
    }
}

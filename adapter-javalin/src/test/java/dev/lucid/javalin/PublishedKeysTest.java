package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.port.PortFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that an address publishes, over a loopback server that has its bad days. */
class PublishedKeysTest {
    private static final TestKey FIRST = TestKey.p256("first");
    private static final TestKey SECOND = TestKey.p256("second");
    private static final Duration A_PAUSE = Duration.ofSeconds(11);

    private final TestClock clock = new TestClock();
    private final KeyServer server = new KeyServer();
    private final PublishedKeys keys = new PublishedKeys(server.address(), clock);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void keysAreFetchedWhenTheFirstIsNeededAndThenKept() {
        server.publish(FIRST);
        assertThat(server.asked()).isZero();

        assertThat(has("first")).isTrue();
        assertThat(has("first")).isTrue();
        assertThat(server.asked()).isEqualTo(1);
    }

    @Test
    void aTokenThatNamesNoKeyMeansTheOnlyOne() {
        server.publish(FIRST);
        assertThat(keys.find(Optional.empty())).isPresent();

        server.publish(FIRST, SECOND);
        clock.pass(Duration.ofMinutes(11));
        assertThat(has("second")).isTrue();
        assertThat(keys.find(Optional.empty())).isEmpty();
    }

    @Test
    void aRotatedKeyIsFoundAndTheOldOneGone() {
        server.publish(FIRST);
        assertThat(has("first")).isTrue();
        server.publish(SECOND);
        clock.pass(A_PAUSE);

        assertThat(has("second")).isTrue();
        assertThat(has("first")).isFalse();
        assertThat(server.asked()).isEqualTo(2);
    }

    @Test
    void aKeyThatIsWithdrawnIsGoneSoon() {
        server.publish(FIRST, SECOND);
        assertThat(has("first")).isTrue();
        server.publish(SECOND);
        clock.pass(Duration.ofMinutes(11));

        assertThat(has("first")).isFalse();
    }

    @Test
    void idsThatAreMadeUpCauseNoTraffic() {
        server.publish(FIRST);
        for (var i = 0; i < 1_000; i++) {
            assertThat(has("made-up-" + i)).isFalse();
        }
        assertThat(server.asked()).isEqualTo(1);

        clock.pass(A_PAUSE);
        assertThat(has("made-up")).isFalse();
        assertThat(has("made-up")).isFalse();
        assertThat(server.asked()).isEqualTo(2);
    }

    @Test
    void manyWhoAskAtOnceCauseOneFetch() throws Exception {
        server.publish(FIRST);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var found = new ArrayList<Future<Boolean>>();
            for (var i = 0; i < 50; i++) {
                found.add(threads.submit(() -> has("first")));
            }
            for (var one : found) {
                assertThat(one.get()).isTrue();
            }
        }
        assertThat(server.asked()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "{}", "[]", "{\"keys\":7}", "<html>"})
    void garbageLeavesTheKeysOfBefore(String garbage) {
        server.publish(FIRST);
        assertThat(has("first")).isTrue();
        server.publishText(garbage);
        clock.pass(Duration.ofHours(1));

        assertThat(has("first")).isTrue();
        assertThat(server.asked()).isEqualTo(2);
    }

    @Test
    void anErrorLeavesTheKeysOfBefore() {
        server.publish(FIRST);
        assertThat(has("first")).isTrue();
        server.fail(500);
        clock.pass(Duration.ofHours(1));

        assertThat(has("first")).isTrue();
        assertThat(has("second")).isFalse();
    }

    @Test
    void silenceAndEndlessAnswersAreWaitedForBriefly() {
        var hasty = new PublishedKeys(server.address(), clock, Duration.ofSeconds(1));
        server.publish(FIRST);
        assertThat(has("first")).isTrue();
        assertThat(hasty.find(Optional.of("first"))).isPresent();
        server.fallSilent();
        clock.pass(Duration.ofHours(1));
        assertThat(hasty.find(Optional.of("first"))).isPresent();

        server.publish(FIRST);
        server.neverEnd();
        clock.pass(Duration.ofHours(1));
        assertThat(hasty.find(Optional.of("first"))).isPresent();
        assertThat(server.asked()).isEqualTo(4);
    }

    @Test
    void anAnswerThatIsTooLongIsNone() {
        server.publish(FIRST);
        assertThat(has("first")).isTrue();
        server.publishText(TestKey.set(SECOND) + " ".repeat(300_000));
        clock.pass(A_PAUSE);

        assertThat(has("second")).isFalse();
        assertThat(has("first")).isTrue();
    }

    @Test
    void keysOfYesterdayAreNotGoodForEver() {
        server.publish(FIRST);
        assertThat(has("first")).isTrue();
        server.fail(503);
        clock.pass(Duration.ofHours(25));

        assertThatThrownBy(() -> has("first")).isInstanceOf(PortFailure.Transient.class);
    }

    @Test
    void withoutAnyKeysNobodyKnowsUntilTheyCanBeHad() {
        server.fail(502);
        assertThatThrownBy(() -> has("first"))
                .isInstanceOf(PortFailure.Transient.class)
                .hasMessageContaining(server.address().toString());

        server.publish(FIRST);
        clock.pass(A_PAUSE);
        assertThat(has("first")).isTrue();
    }

    @Test
    void keysThatAreNotFitAreLeftOut() {
        server.publishText(TestKey.set(FIRST, TestKey.rsa("short", 1024))
                .replace(
                        "]}",
                        ",{\"kty\":\"oct\",\"kid\":\"secret\",\"k\":\"AAAA\"},"
                                + "{\"kty\":\"EC\",\"crv\":\"P-521\",\"kid\":\"curve\",\"x\":\"AQ\",\"y\":\"AQ\"},"
                                + "{\"kty\":\"RSA\",\"kid\":\"broken\",\"n\":\"**\",\"e\":\"AQAB\"},7,null,{}]}"));

        assertThat(has("first")).isTrue();
        for (var id : new String[] {"short", "secret", "curve", "broken", ""}) {
            assertThat(has(id)).as(id).isFalse();
        }
    }

    @Test
    void aKeyForAnotherUseIsLeftOut() {
        server.publishText(TestKey.set(FIRST).replace("ES256", "ES512"));
        assertThat(has("first")).isFalse();

        server.publishText(TestKey.set(FIRST).replace("\"kty\"", "\"use\":\"enc\",\"kty\""));
        clock.pass(A_PAUSE);
        assertThat(has("first")).isFalse();
    }

    private boolean has(String id) {
        return keys.find(Optional.of(id)).isPresent();
    }
}

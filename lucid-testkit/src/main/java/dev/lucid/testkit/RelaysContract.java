package dev.lucid.testkit;

import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.PortFailure;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.relay.Relays.Answer;
import dev.lucid.port.relay.Relays.Handler;
import dev.lucid.port.relay.Relays.Request;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What all {@link Relays} promise. Say what is under test, and how its sandboxes come in; inherit the tests. */
public interface RelaysContract {
    Secret KEY = new Secret("the-key-of-this-run");

    /** The relays under test, always the same within a test. */
    Relays relays();

    /** What comes back when the session's sandbox asks; nothing where there is no way in, or it is cut. */
    Optional<Told> ask(SandboxSpec session, Request request);

    /** The key that the session's sandbox finds, if there is one. */
    Optional<String> keyOf(SandboxSpec session);

    /** An answer, whole. */
    record Told(int status, Map<String, String> headers, String body) {
        public Told {
            headers = Map.copyOf(headers);
        }
    }

    @Test
    default void whatASessionAsksIsAnsweredByItsOwn() {
        var one = newSession();
        var other = newSession();
        try (var _ = relays().open(one, KEY, saying("one"));
                var _ = relays().open(other, KEY, saying("other"))) {
            assertThat(ask(one, request("/x", "")).orElseThrow().body()).startsWith("one: ");
            assertThat(ask(other, request("/x", "")).orElseThrow().body()).startsWith("other: ");
            assertThat(ask(newSession(), request("/x", ""))).isEmpty();
        }
    }

    @Test
    default void allOfARequestArrivesAndAllOfAnAnswerReturns() {
        var session = newSession();
        Handler handler = asked -> new Answer(
                418,
                Map.of("X-Of-Its-Own", "value"),
                new ByteArrayInputStream((asked.method() + " " + asked.path() + " " + asked.query() + " "
                                + asked.headers().get("x-asked") + " " + text(asked.body()))
                        .getBytes(UTF_8)));
        try (var _ = relays().open(session, KEY, handler)) {
            var told = ask(
                            session,
                            new Request(
                                    "POST",
                                    "/a/b.git/c",
                                    "d=e",
                                    Map.of("x-asked", "yes"),
                                    bytes("body".getBytes(UTF_8))))
                    .orElseThrow();

            assertThat(told.status()).isEqualTo(418);
            assertThat(told.body()).isEqualTo("POST /a/b.git/c d=e yes body");
            assertThat(told.headers()).containsEntry("x-of-its-own", "value");
        }
    }

    @Test
    default void aLargeBodyIsPassedOnBothWays() {
        var session = newSession();
        var large = new byte[5_000_000];
        new Random(1).nextBytes(large);
        Handler handler = asked -> new Answer(200, Map.of(), asked.body());
        Handler checking = asked -> Answer.words(200, Arrays.equals(large, all(asked.body())) ? "same" : "other");
        try (var _ = relays().open(session, KEY, checking)) {
            assertThat(ask(session, new Request("POST", "/", "", Map.of(), bytes(large)))
                            .orElseThrow()
                            .body())
                    .isEqualTo("same\n");
        }
        try (var _ = relays().open(session, KEY, handler)) {
            var text = "all of it ".repeat(500_000);

            assertThat(ask(session, new Request("POST", "/", "", Map.of(), bytes(text.getBytes(UTF_8))))
                            .orElseThrow()
                            .body())
                    .isEqualTo(text);
        }
    }

    @Test
    default void anAnswersBodyIsClosed() {
        var session = newSession();
        var closed = new CountDownLatch(1);
        Handler handler = _ -> new Answer(200, Map.of(), new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.countDown();
            }
        });
        try (var _ = relays().open(session, KEY, handler)) {
            ask(session, request("/", ""));

            await().untilAsserted(() -> assertThat(closed.getCount()).isZero());
        }
    }

    @Test
    default void anAnswerThatBreaksOffIsNotTakenForAWholeOne() {
        var session = newSession();
        Handler breaking = _ -> new Answer(200, Map.of(), new SequenceInputStream(bytes(new byte[100]), new Broken()));
        try (var _ = relays().open(session, KEY, breaking)) {
            assertThat(ask(session, request("/", ""))).isEmpty();
        }
    }

    @Test
    default void aHandlersFailureIsAnAnswerToo() {
        var session = newSession();
        Handler failing = _ -> {
            throw new PortFailure.Transient("The store can't be reached");
        };
        try (var _ = relays().open(session, KEY, failing)) {
            var told = ask(session, request("/", "")).orElseThrow();

            assertThat(told.status()).isEqualTo(503);
            assertThat(told.body()).contains("The store can't be reached");
        }
        Handler faulty = _ -> {
            throw new IllegalStateException("an inner secret");
        };
        try (var _ = relays().open(session, KEY, faulty)) {
            var told = ask(session, request("/", "")).orElseThrow();

            assertThat(told.status()).isEqualTo(500);
            assertThat(told.body()).doesNotContain("secret");
        }
    }

    @Test
    default void theKeyIsThereWhileTheWayIsOpen() {
        var session = newSession();
        try (var _ = relays().open(session, KEY, saying("x"))) {
            assertThat(keyOf(session)).contains(KEY.reveal());
            assertThat(keyOf(newSession())).isEmpty();
        }
        assertThat(keyOf(session)).isEmpty();
    }

    @Test
    default void nobodyComesThroughAClosedWay() {
        var session = newSession();
        var relay = relays().open(session, KEY, saying("x"));
        relay.close();
        relay.close();

        assertThat(ask(session, request("/", ""))).isEmpty();
    }

    @Test
    default void closingCutsWhoIsInside() throws InterruptedException {
        var session = newSession();
        var begun = new CountDownLatch(1);
        var cut = new CountDownLatch(1);
        Handler endless = _ -> {
            begun.countDown();
            return new Answer(200, Map.of(), new Endless());
        };
        var relay = relays().open(session, KEY, endless);
        var told = new AtomicReference<>(Optional.of(new Told(0, Map.of(), "")));
        var asking = Thread.ofVirtual().start(() -> {
            told.set(ask(session, request("/", "")));
            cut.countDown();
        });
        begun.await();
        relay.close();

        await().untilAsserted(() -> assertThat(cut.getCount()).isZero());
        asking.join();
        assertThat(told.get()).isEmpty();
    }

    @Test
    default void aNewWayTakesTheOldOnesPlace() {
        var session = newSession();
        var old = relays().open(session, KEY, saying("old"));
        try (var _ = relays().open(session, new Secret("the-next-run"), saying("new"))) {
            assertThat(ask(session, request("/", "")).orElseThrow().body()).startsWith("new: ");
            old.close();
            assertThat(ask(session, request("/", "")).orElseThrow().body()).startsWith("new: ");
            assertThat(keyOf(session)).contains("the-next-run");
        }
        assertThat(ask(session, request("/", ""))).isEmpty();
    }

    @Test
    default void discardingLeavesNothingAndHurtsNobody() {
        var session = newSession();
        relays().open(session, KEY, saying("x")).close();
        relays().discard(session);
        relays().discard(session);
        relays().discard(newSession());

        assertThat(ask(session, request("/", ""))).isEmpty();
        assertThat(keyOf(session)).isEmpty();
        try (var _ = relays().open(session, KEY, saying("again"))) {
            assertThat(ask(session, request("/", "")).orElseThrow().body()).startsWith("again: ");
        }
    }

    /** A body that never ends, and goes on after it was closed. */
    final class Endless extends InputStream {
        @Override
        public int read() {
            return 'x';
        }
    }

    /** A body that can't be read. */
    final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("broken off");
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            throw new IOException("broken off");
        }
    }

    private static Handler saying(String name) {
        return asked -> Answer.words(200, name + ": " + text(asked.body()));
    }

    private static Request request(String path, String query) {
        return new Request("GET", path, query, Map.of(), InputStream.nullInputStream());
    }

    private static InputStream bytes(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static String text(InputStream body) {
        return new String(all(body), UTF_8);
    }

    private static byte[] all(InputStream body) {
        try (body) {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

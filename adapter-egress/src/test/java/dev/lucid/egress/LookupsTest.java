package dev.lucid.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names whose servers are silent: a resolver that waits for them hears no interrupt. */
@Timeout(60)
class LookupsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path base;

    private final CountDownLatch answered = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean onVirtualThreads = new AtomicBoolean();

    @AfterEach
    void answer() {
        answered.countDown();
    }

    @Test
    void namesAreLookedUpOnThreadsThatMayBlock() throws Exception {
        try (var outlets = outlets(8, MINUTE)) {
            assertReaches(outlets, outlets.sessionOf("ada"));
        }
        assertThat(onVirtualThreads).isFalse();
    }

    @Test
    void aNameOfWhichNothingIsHeardInTimeIsSaidToBeUnknown() throws Exception {
        try (var outlets = outlets(8, Duration.ofMillis(200))) {
            assertThat(silent(outlets, outlets.sessionOf("ada"), 0).head()).startsWith("HTTP/1.1 502 ");
        }
    }

    @Test
    void oneUsersSilentNamesTakeAFewThreadsAndLeaveTheOthers() throws Exception {
        try (var outlets = outlets(8, MINUTE)) {
            var ada = outlets.sessionOf("ada");
            for (var i = 0; i < 8; i++) {
                silent(outlets, ada, i);
            }
            await().until(() -> waiting.get() == 4);

            assertReaches(outlets, outlets.sessionOf("bob"));
            assertThat(waiting).hasValue(4);
        }
    }

    @Test
    void whoseRunHasEndedHoldsNoSeatForTheNameThatHeAskedFor() throws Exception {
        try (var outlets = outlets(1, MINUTE)) {
            var ada = outlets.sessionOf("ada");
            silent(outlets, ada, 0);
            await().until(() -> waiting.get() == 1);

            outlets.end(ada);

            assertReaches(outlets, outlets.sessionOf("bob"));
        }
    }

    private OutletsUnderTest outlets(int seats, Duration lookup) throws IOException {
        return new OutletsUnderTest(
                base,
                "site.test:443, *.silent.test:443",
                this::resolve,
                OutletsUnderTest.limits(seats, seats, seats == 1 ? 1 : 32, Duration.ofSeconds(20), lookup));
    }

    private List<InetAddress> resolve(String host) {
        onVirtualThreads.compareAndSet(false, Thread.currentThread().isVirtual());
        if (host.endsWith(".silent.test")) {
            waiting.incrementAndGet();
            awaitUninterruptibly();
        }

        return List.of(InetAddress.ofLiteral("8.8.8.8"));
    }

    private void awaitUninterruptibly() {
        while (answered.getCount() > 0) {
            try {
                answered.await();
            } catch (InterruptedException _) {
                // as getaddrinfo
            }
        }
    }

    private static OutletClient silent(OutletsUnderTest outlets, SandboxSpec session, int number) throws IOException {
        return outlets.client(session).connect("n" + number + ".silent.test:443");
    }

    private static void assertReaches(OutletsUnderTest outlets, SandboxSpec session) throws IOException {
        assertThat(outlets.client(session).connect("site.test:443").head()).startsWith("HTTP/1.1 200 ");
    }
}

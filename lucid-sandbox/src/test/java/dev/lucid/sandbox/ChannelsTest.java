package dev.lucid.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits, and who does not, while whatever starts a sandbox is slow. */
@Timeout(30)
class ChannelsTest {
    private static final long SOON_SECONDS = 10;

    private final CountDownLatch starting = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final Channels channels = new Channels("a slow sandbox", this::start);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Stop stop = new Stop();

    private SandboxProcess start() throws IOException {
        starting.countDown();
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        throw new IOException("no room");
    }

    @AfterEach
    void close() {
        answer.countDown();
        threads.close();
    }

    @Test
    void aSandboxThatCouldNotBeStartedHasRunNothing() {
        var failing = new Channels("a failing sandbox", () -> {
            throw new PortFailure.Transient("The engine does not answer.");
        });

        assertThatThrownBy(() -> failing.take(stop))
                .isInstanceOfSatisfying(
                        PortFailure.Transient.class,
                        failure -> assertThat(failure.isBeforehand()).isTrue())
                .hasMessage("The engine does not answer.");
    }

    @Test
    void aStopIsHeardAtOnceWhileASandboxStarts() throws Exception {
        var taking = taking();

        threads.submit(stop::raise).get(SOON_SECONDS, TimeUnit.SECONDS);

        assertThat(taking.get(SOON_SECONDS, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void closingEndsWhoeverWaitsForASandboxThatStarts() throws Exception {
        var taking = taking();

        threads.submit(channels::close).get(SOON_SECONDS, TimeUnit.SECONDS);

        assertThatThrownBy(() -> taking.get(SOON_SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("was closed");
    }

    @Test
    void whoeverWaitedHearsWhyItDidNotStart() throws Exception {
        var taking = taking();

        answer.countDown();

        assertThatThrownBy(() -> taking.get(SOON_SECONDS, TimeUnit.SECONDS))
                .hasCauseInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("Could not start a slow sandbox: no room");
    }

    private Future<Optional<Channels.Line>> taking() throws InterruptedException {
        var taking = threads.submit(() -> channels.take(stop));
        starting.await();

        return taking;
    }

    private static final class Stop implements StopSignal {
        private final List<Runnable> actions = new ArrayList<>();
        private boolean raised;

        void raise() {
            List<Runnable> due;
            synchronized (actions) {
                raised = true;
                due = List.copyOf(actions);
            }
            due.forEach(Runnable::run);
        }

        @Override
        public boolean raised() {
            synchronized (actions) {
                return raised;
            }
        }

        @Override
        public Registration whenRaised(Runnable action) {
            synchronized (actions) {
                actions.add(action);
            }

            return () -> {};
        }
    }
}

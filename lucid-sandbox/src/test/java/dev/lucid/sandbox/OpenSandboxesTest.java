package dev.lucid.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.StopSignal;
import dev.lucid.port.workspace.CommandOutput;
import dev.lucid.port.workspace.FileContent;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxSpec;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who shares a sandbox, and who waits for whom. */
@Timeout(30)
class OpenSandboxesTest {
    private static final long SOON_SECONDS = 10;
    /** More than the smallest table of a map has places, so some of them share one. */
    private static final int MANY = 40;

    private final OpenSandboxes open = new OpenSandboxes();
    private final AtomicInteger closed = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        answer.countDown();
        threads.close();
    }

    @Test
    void theLastOneToCloseASessionEndsItsSandbox() {
        var spec = spec();
        var first = open.open(spec, () -> new Noted(() -> {}));
        var second = open.open(spec, () -> {
            throw new AssertionError("it is open");
        });

        first.close();
        first.close();
        assertThat(closed).hasValue(0);
        second.close();
        assertThat(closed).hasValue(1);
        open.refuseIfOpen(spec);
    }

    @Test
    void whatCouldNotBeMadeIsNotOpen() {
        var spec = spec();

        assertThatThrownBy(() -> open.open(spec, () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        open.refuseIfOpen(spec);
        open.open(spec, () -> new Noted(() -> {})).close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void aSandboxThatIsSlowToBeMadeHoldsNobodyElseUp() throws Exception {
        var making = new CountDownLatch(1);
        threads.execute(() -> open.open(spec(), () -> {
            making.countDown();
            hang();
            return new Noted(() -> {});
        }));
        making.await();

        threads.submit(this::openMany).get(SOON_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void aSandboxThatIsSlowToEndHoldsNobodyElseUp() throws Exception {
        var ending = new CountDownLatch(1);
        var slow = open.open(
                spec(),
                () -> new Noted(() -> {
                    ending.countDown();
                    hang();
                }));
        threads.execute(slow::close);
        ending.await();

        threads.submit(this::openMany).get(SOON_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void whoeverOpensASessionThatEndsWaitsAndGetsAnother() throws Exception {
        var spec = spec();
        var ending = new CountDownLatch(1);
        var first = open.open(
                spec,
                () -> new Noted(() -> {
                    ending.countDown();
                    hang();
                }));
        threads.execute(first::close);
        ending.await();
        var second = threads.submit(() -> open.open(spec, () -> {
            assertThat(closed).hasValue(1);
            return new Noted(() -> {});
        }));

        answer.countDown();

        second.get(SOON_SECONDS, TimeUnit.SECONDS).close();
        assertThat(closed).hasValue(2);
    }

    private void openMany() {
        for (var i = 0; i < MANY; i++) {
            open.open(spec(), () -> new Noted(() -> {}));
        }
    }

    private void hang() {
        try {
            answer.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static SandboxSpec spec() {
        return new SandboxSpec(UserId.LOCAL, new SessionId(UUID.randomUUID()));
    }

    private final class Noted implements Sandbox {
        private final Runnable ending;

        Noted(Runnable ending) {
            this.ending = ending;
        }

        @Override
        public CommandEnd run(Command command, CommandOutput output, StopSignal stop) {
            return new CommandEnd.Exited(0);
        }

        @Override
        public Optional<FileContent> read(WorkspacePath file, int maxBytes) {
            return Optional.empty();
        }

        @Override
        public void write(WorkspacePath file, byte[] content) {}

        @Override
        public List<FileEntry> list(WorkspacePath folder, int depth, int max) {
            return List.of();
        }

        @Override
        public void killAll() {}

        @Override
        public void close() {
            ending.run();
            closed.incrementAndGet();
        }
    }
}

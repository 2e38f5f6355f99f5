package dev.lucid.local;

import static org.awaitility.Awaitility.await;

import dev.lucid.port.PortFailure;
import dev.lucid.sandbox.Doors;
import dev.lucid.sandbox.SandboxProcess;
import dev.lucid.sandbox.Tenant;
import dev.lucid.sandbox.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceWatchTest {
    @TempDir
    Path base;

    @Test
    void aSandboxThatCannotBeKilledDoesNotEndTheWatchOfOthers() throws IOException {
        var failing = new Crowd(true, new ProcessBuilder("cat").start());
        var other = new Crowd(false, new ProcessBuilder("cat").start());
        try (var watch = new ResourceWatch(new LocalConfig(base).withProcessLimit(1));
                var timer = new Timer()) {
            watch.add(sandbox("failing", failing, timer), failing);
            awaitKilled(failing, watch);
            watch.add(sandbox("other", other, timer), other);
            awaitKilled(other, watch);
        }
    }

    private static void awaitKilled(Crowd crowd, ResourceWatch watch) {
        await().until(() -> {
            watch.stir();
            return crowd.killed.getCount() == 0;
        });
    }

    private SandboxProcess sandbox(String name, Crowd crowd, Timer timer) throws IOException {
        var doors = Doors.make(base.resolve(name), new Tenant.Same(), name);

        return new SandboxProcess(new LocalRoot(crowd.root, crowd), doors, timer, _ -> {});
    }

    /** Too many processes, none of which can be punished alone. */
    private static final class Crowd implements Population {
        private final CountDownLatch killed = new CountDownLatch(1);
        private final boolean immortal;
        private final Process root;

        Crowd(boolean immortal, Process root) {
            this.immortal = immortal;
            this.root = root;
        }

        @Override
        public List<ProcessTable.Entry> entries() {
            return List.of(new ProcessTable.Entry(1, 0, 1, 1, 0), new ProcessTable.Entry(2, 1, 1, 1, 0));
        }

        @Override
        public long memory(List<ProcessTable.Entry> entries) {
            return 0;
        }

        @Override
        public void kill() {
            root.destroyForcibly();
            killed.countDown();
            if (immortal) {
                throw new PortFailure.Transient("It does not end.");
            }
        }
    }
}

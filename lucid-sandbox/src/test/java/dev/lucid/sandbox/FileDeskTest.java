package dev.lucid.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FileDeskTest {
    private static final int MANY = 12;

    private final FileDesk desk = new FileDesk(Duration.ofMillis(50));
    private final SessionId hanging = new SessionId(UUID.randomUUID());
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();

    @AfterEach
    void close() {
        end.countDown();
        desk.close();
    }

    @Test
    void workThatHangsTakesItsSessionsPlacesAndNobodyElses() {
        for (var i = 0; i < MANY; i++) {
            assertThatThrownBy(() -> desk.call(hanging, "opening a pipe", this::hang))
                    .isInstanceOf(PortFailure.Transient.class)
                    .hasMessageContaining("opening a pipe");
        }

        awaitWorkOf(new SessionId(UUID.randomUUID()));
        end.countDown();
        awaitWorkOf(hanging);
        assertThat(begun).hasPositiveValue().hasValueLessThan(MANY);
    }

    private void awaitWorkOf(SessionId session) {
        await().ignoreExceptions().until(() -> desk.call(session, "reading a file", () -> true));
    }

    private int hang() throws InterruptedException {
        begun.incrementAndGet();
        end.await();
        return 0;
    }
}

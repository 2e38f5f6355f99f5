package dev.lucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.cli.Interrupts.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InterruptsTest {
    private final List<String> said = new ArrayList<>();
    private final List<Request> heard = new ArrayList<>();
    private final AtomicInteger halts = new AtomicInteger();
    private final Interrupts interrupts = new Interrupts(said::add, halts::incrementAndGet);

    @Test
    void theFirstStopsTheSecondLeavesTheThirdEndsOnTheSpot() {
        interrupts.listen(heard::add);

        interrupts.interrupt();
        assertThat(said).isEmpty();
        interrupts.interrupt();
        assertThat(heard).containsExactly(Request.STOP, Request.LEAVE);
        assertThat(said).containsExactly("closing; press again to leave at once");
        assertThat(halts).hasValue(0);
        interrupts.interrupt();
        assertThat(halts).hasValue(1);
    }

    @Test
    void aSecondThatComesWhileEverythingIsClosedDoesNotCutThatOff() {
        var listening = interrupts.listen(heard::add);
        interrupts.interrupt();
        listening.close();

        interrupts.interrupt();
        assertThat(halts).hasValue(0);
        assertThat(said).containsExactly("closing; press again to leave at once");
        interrupts.interrupt();
        assertThat(halts).hasValue(1);
    }

    @Test
    void whatNobodyHearsWaitsUntilSomebodyListens() {
        interrupts.interrupt();
        assertThat(interrupts.pending()).isTrue();

        interrupts.listen(heard::add);
        assertThat(heard).containsExactly(Request.STOP);
        assertThat(interrupts.pending()).isFalse();
    }

    @Test
    void aTerminationLeavesAndNeverHalts() {
        interrupts.listen(heard::add);

        interrupts.terminate();
        interrupts.terminate();
        interrupts.terminate();
        assertThat(heard).containsOnly(Request.LEAVE);
        assertThat(halts).hasValue(0);
        assertThat(said).isEmpty();
    }
}

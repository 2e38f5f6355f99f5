package dev.lucid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatId;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What all {@link dev.lucid.port.log.Leases} promise. Implement {@link #store()}; inherit the tests. */
public interface LeasesContract {
    /** The store under test; the same one for the whole of a test. */
    StoreUnderTest store();

    @Test
    default void aNewChatWaitsForARunner() {
        var chat = store().newChat("task");

        assertThat(store().leases().waiting(1000)).contains(chat);
    }

    @Test
    default void oneAtATimeHoldsAChat() {
        var chat = store().newChat("task");

        var first = store().leases().claim(chat);
        var second = store().leases().claim(chat);

        assertThat(first).isPresent();
        assertThat(second).isEmpty();
        assertThat(store().leases().waiting(1000)).doesNotContain(chat);
    }

    @Test
    default void ofManyClaimsOneWins() throws Exception {
        var chat = store().newChat("task");
        var won = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var claims = new ArrayList<Callable<Boolean>>();
            for (var i = 0; i < 20; i++) {
                claims.add(() -> store().leases().claim(chat).isPresent());
            }
            for (var claim : threads.invokeAll(claims, 30, TimeUnit.SECONDS)) {
                won += claim.get() ? 1 : 0;
            }
        }

        assertThat(won).isEqualTo(1);
    }

    @Test
    default void eachClaimHasAHigherFence() {
        var chat = store().newChat("task");

        var first = store().leases().claim(chat).orElseThrow();
        store().leases().release(first, 1, false);
        var second = store().leases().claim(chat).orElseThrow();

        assertThat(second.fence()).isGreaterThan(first.fence());
    }

    @Test
    default void aSettledChatRestsUntilSomethingIsSaid() {
        var chat = store().newChat("task");
        var lease = store().leases().claim(chat).orElseThrow();

        assertThat(store().leases().release(lease, 1, true)).isTrue();
        assertThat(store().leases().waiting(1000)).doesNotContain(chat);

        store().log().submit(store().user(), chat, Facts.message("more"));
        assertThat(store().leases().waiting(1000)).contains(chat);
    }

    @Test
    default void aMessageThatTheRunnerHasNotSeenKeepsTheChatWaiting() {
        var chat = store().newChat("task");
        var lease = store().leases().claim(chat).orElseThrow();
        store().log().submit(store().user(), chat, Facts.message("unseen"));

        assertThat(store().leases().release(lease, 1, true)).isFalse();
        assertThat(store().leases().waiting(1000)).contains(chat);
    }

    @Test
    default void anUnsettledChatGoesOnWaiting() {
        var chat = store().newChat("task");
        var lease = store().leases().claim(chat).orElseThrow();

        assertThat(store().leases().release(lease, 1, false)).isFalse();
        assertThat(store().leases().waiting(1000)).contains(chat);
    }

    @Test
    default void renewingTellsWhatIsStillHeld() {
        var held = store().newChat("held");
        var lost = store().newChat("lost");
        var kept = store().leases().claim(held).orElseThrow();
        var old = store().leases().claim(lost).orElseThrow();
        store().leases().release(old, 1, false);
        assertThat(store().leases().claim(lost)).isPresent();

        assertThat(store().leases().renew(Set.of(kept, old))).isEqualTo(Set.of(kept));
        assertThat(store().leases().renew(Set.of())).isEmpty();
    }

    @Test
    default void whoLostTheLeaseCannotGiveItBack() {
        var chat = store().newChat("task");
        var old = store().leases().claim(chat).orElseThrow();
        store().leases().release(old, 1, false);
        var now = store().leases().claim(chat).orElseThrow();

        store().leases().release(old, 1, true);

        assertThat(store().leases().claim(chat)).isEmpty();
        assertThat(store().leases().renew(Set.of(now))).containsExactly(now);
    }

    @Test
    default void whatWasGivenBackIsNotRenewed() {
        var chat = store().newChat("task");
        var lease = store().leases().claim(chat).orElseThrow();
        store().leases().release(lease, 1, false);

        assertThat(store().leases().renew(Set.of(lease))).isEmpty();
    }

    @Test
    default void whoHoldsAChatIsKnownAsLongAsTheyDo() {
        var chat = store().newChat("task");
        assertThat(store().leases().holder(chat)).isEmpty();

        var lease = store().leases().claim(chat).orElseThrow();
        var holder = store().leases().holder(chat);
        assertThat(holder).isPresent();
        store().leases().renew(Set.of(lease));
        assertThat(store().leases().holder(chat)).isEqualTo(holder);

        store().leases().release(lease, 1, false);
        assertThat(store().leases().holder(chat)).isEmpty();
    }

    @Test
    default void theHolderIsTheProcessThatCanBeAbandoned() {
        var chat = store().newChat("task");
        assertThat(store().leases().claim(chat)).isPresent();
        var other = store().newChat("other");
        assertThat(store().leases().claim(other)).isPresent();
        var holder = store().leases().holder(chat).orElseThrow();
        assertThat(store().leases().holder(other)).contains(holder);

        store().leases().abandon(holder);

        assertThat(store().leases().holder(chat)).isEmpty();
        assertThat(store().leases().holder(other)).isEmpty();
    }

    @Test
    default void aChatThatIsNotThereHasNoHolder() {
        assertThat(store().leases().holder(new ChatId(Facts.uuid()))).isEmpty();
    }

    @Test
    default void nobodyClaimsAChatThatIsNotThere() {
        assertThat(store().leases().claim(new ChatId(Facts.uuid()))).isEqualTo(Optional.empty());
    }
}

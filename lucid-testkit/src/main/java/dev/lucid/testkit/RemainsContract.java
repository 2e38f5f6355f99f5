package dev.lucid.testkit;

import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.port.workspace.Remains;
import dev.lucid.port.workspace.SandboxSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What all {@link Remains} promise. Say what is under test, and how sessions leave something; inherit the tests. */
public interface RemainsContract {
    /** The remains under test, always the same within a test, with nothing there at first. */
    Remains remains();

    /** Others of the same, as another process has them. */
    Remains others();

    /** Leaves something of the session, as its work does. */
    void leave(SandboxSpec session);

    /** Removes it. */
    void remove(SandboxSpec session);

    @Test
    default void whatSessionsLeaveIsFoundUntilItIsRemoved() {
        var one = newSession();
        var another = newSession();
        assertThat(remains().sessions()).isEmpty();
        leave(one);
        leave(one);
        leave(another);

        assertThat(remains().sessions()).containsExactlyInAnyOrder(one, another);
        assertThat(others().sessions()).containsExactlyInAnyOrder(one, another);
        remove(one);
        assertThat(remains().sessions()).containsExactly(another);
    }

    @Test
    default void whatOneStoreAloneHasUsedIsItsOwn() {
        var store = UUID.randomUUID();

        remains().note(store);
        leave(newSession());
        others().note(store);

        assertThat(remains().doubts(store)).isEmpty();
        assertThat(remains().doubts(UUID.randomUUID())).isNotEmpty();
    }

    @Test
    default void whatSeveralStoresHaveUsedIsNobodysOwn() {
        var one = UUID.randomUUID();
        var another = UUID.randomUUID();

        remains().note(one);
        others().note(another);
        remains().note(one);

        assertThat(remains().doubts(one)).isNotEmpty().allMatch(words -> words.contains(another.toString()));
        assertThat(remains().doubts(another)).isNotEmpty().allMatch(words -> words.contains(one.toString()));
    }

    @Test
    default void whatLayThereBeforeAnyStoreWasNotedMayBeAnybodys() {
        var store = UUID.randomUUID();
        leave(newSession());
        assertThat(remains().doubts(store)).isNotEmpty();

        remains().note(store);
        remains().note(store);

        assertThat(remains().doubts(store)).isNotEmpty();
    }

    @Test
    default void oneIsAtItAtATime() {
        List<String> done = new ArrayList<>();

        assertThat(remains().alone(() -> {
                    done.add("first");
                    assertThat(others().alone(() -> done.add("another's"))).isFalse();
                    assertThat(remains().alone(() -> done.add("its own"))).isFalse();
                }))
                .isTrue();
        assertThat(others().alone(() -> done.add("second"))).isTrue();
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    default void whoeverFailsLeavesItToOthers() {
        assertThatThrownBy(() -> remains().alone(() -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(others().alone(() -> {})).isTrue();
    }
}

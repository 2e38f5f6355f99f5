package dev.lucid.application.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatFact;
import org.junit.jupiter.api.Test;

/** A chat with more in it than a process may hold. */
class LongChatTest {
    /** What is plenty, and two pages on their way. */
    private static final long BOUND = (Recent.PLENTY + 3_000_000) / EndlessLog.LENGTH;

    private final TestLucid world = new TestLucid();
    private final EndlessLog log = new EndlessLog();

    @Test
    void aTurnThatIsTakenOverIsCountedBeforeAllOfItsChatIsHeld() {
        var chat = world.newChat();
        world.log = log;

        var end = world.runner(TestModels.script(), chat).run();

        assertThat(end).isEqualTo(TurnRunner.End.LOST);
        assertThat(log.refused).containsExactly(new ChatFact.TurnTakenOver());
        assertThat(log.mostHeld).isLessThan(BOUND);
    }

    @Test
    void lookingForAStopHoldsAPageAtATime() {
        var chat = world.newChat();
        world.log = log;

        world.runner(TestModels.script(), chat).obey();

        assertThat(log.mostHeld).isLessThan(BOUND / 2);
    }
}

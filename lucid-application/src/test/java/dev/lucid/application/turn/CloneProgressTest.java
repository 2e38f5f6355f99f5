package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.Sight.Delta;
import dev.lucid.port.workspace.SandboxSpec;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What those who watch see of a clone. */
class CloneProgressTest {
    @Test
    void whatGitSaysIsShownUnderTheIdOfTheEventThatEndsIt() {
        try (var world = new TestLucid()) {
            world.repositories = new Telling();
            var chat = world.newChatOnARepository();
            var shown = new ArrayList<Delta>();

            world.runner(TestModels.script(says("Done")), chat, shown::add).run();

            var end = world.store.read(chat, 0, 100).stream()
                    .filter(stored -> stored.event() instanceof ChatFact.RepositoryCloned)
                    .findFirst()
                    .orElseThrow();
            assertThat(shown.stream().filter(delta -> delta.kind() == Sight.Kind.PROGRESS))
                    .containsExactly(
                            new Delta(Sight.Kind.PROGRESS, end.id().value(), 0, "Receiving objects: 1%"),
                            new Delta(Sight.Kind.PROGRESS, end.id().value(), 0, "Receiving objects: 2%"));
        }
    }

    private static final class Telling implements Repositories {
        @Override
        public CloneOutcome clone(CloneRequest request, Consumer<String> progress, StopSignal stop) {
            progress.accept("Receiving objects: 1%");
            progress.accept("Receiving objects: 2%");
            return new CloneOutcome.Cloned("main", "abc");
        }

        @Override
        public Pack pack(PackRequest request) {
            return new Pack("pack", WorkspacePath.of("bundle"));
        }

        @Override
        public PushOutcome push(PushRequest request, StopSignal stop) {
            throw new AssertionError("there is nothing to push");
        }

        @Override
        public void discard(SandboxSpec session) {}
    }
}

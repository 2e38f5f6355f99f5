package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.memory.InMemoryStore;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.testkit.Facts;
import dev.lucid.testkit.StoreUnderTest;
import org.junit.jupiter.api.Test;

class CautiousSandboxesTest {
    private static final ModelRef BUNDLED = new ModelRef("scripted", "default");
    private static final ModelRef REAL = new ModelRef("anthropic", "model");

    private final InMemoryStore memory = new InMemoryStore();
    private final StoreUnderTest store = new StoreUnderTest(memory, memory, memory, UserId.LOCAL);
    private final InMemorySandboxes sandboxes = new InMemorySandboxes();

    @Test
    void whatIsNotConfinedOpensForTheBundledScriptOnly() {
        var bundled = session(BUNDLED);
        var real = session(REAL);
        var cautious = cautious(false);

        assertThatThrownBy(() -> cautious.open(real))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("install bubblewrap");
        assertThat(sandboxes.list(real, WorkspacePath.ROOT, 1, 1)).isEmpty();
        try (var sandbox = cautious.open(bundled)) {
            assertThat(sandbox.list(WorkspacePath.ROOT, 1, 1)).isEmpty();
        }
    }

    @Test
    void anOldChatIsFoundAmongMany() {
        var bundled = session(BUNDLED);
        for (var i = 0; i < 250; i++) {
            session(REAL);
        }

        cautious(false).open(bundled).close();
    }

    @Test
    void aSessionOfNoChatIsRefused() {
        var unknown = new SandboxSpec(UserId.LOCAL, store.profile("task").session());

        assertThatThrownBy(() -> cautious(false).open(unknown)).isInstanceOf(PortFailure.Permanent.class);
    }

    @Test
    void whatIsConfinedOpensForAll() {
        cautious(true).open(session(REAL)).close();
    }

    private Sandboxes cautious(boolean open) {
        return new CautiousSandboxes(sandboxes, memory, () -> open, BUNDLED::equals);
    }

    private SandboxSpec session(ModelRef model) {
        var plain = store.profile("task");
        var profile = new ChatProfile(
                plain.id(),
                plain.owner(),
                plain.session(),
                plain.title(),
                model,
                plain.repository(),
                plain.pullRequest(),
                plain.project(),
                plain.label(),
                plain.active(),
                plain.createdAt(),
                plain.updatedAt());
        memory.create(profile, Facts.firstMessage("task"), ChatSecrets.NONE);

        return new SandboxSpec(profile.owner(), profile.session());
    }
}

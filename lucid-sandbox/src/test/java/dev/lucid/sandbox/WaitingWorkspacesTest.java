package dev.lucid.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of workspaces that wait for a session. */
class WaitingWorkspacesTest {
    private static final UserId USER = new UserId(new UUID(1, 1));

    private final SandboxSpec spec = new SandboxSpec(USER, new SessionId(UUID.randomUUID()));

    @TempDir
    private Path base;

    @Test
    void theyAreTheSameFoldersOnceTheyAreGiven() throws IOException {
        var folders = new WorkspaceFolders(base);
        var place = folders.waiting().make(spec.session(), new Tenant.Same());
        assertThat(place.workspace())
                .isEqualTo(base.resolve(".pool").resolve(spec.session().toString()));
        folders.waiting().give(place, USER);
        folders.clearRuns();

        assertThat(place.hasWorkspace(folders.of(spec))).isTrue();
        assertThat(place.hasRelay(relay())).isTrue();
        assertThat(waiting()).isEmpty();
        folders.discard(spec);
        folders.make(spec, new Tenant.Same());
        assertThat(place.hasWorkspace(folders.of(spec))).isFalse();
        folders.close();
    }

    @Test
    void whatWaitsWithALivingOneStaysAndWhatADeadOneLeftGoes() throws IOException {
        var living = new WorkspaceFolders(base);
        var others = new WorkspaceFolders(base);
        var place = living.waiting().make(spec.session(), new Tenant.Same());
        var dead = base.resolve(".pool").resolve(UUID.randomUUID().toString());
        Files.createFile(Files.createDirectories(dead).resolve("file"));
        Files.createDirectory(dead.resolveSibling(dead.getFileName() + ".relay"));
        others.clearRuns();

        assertThat(waiting()).containsExactlyInAnyOrder(place.workspace(), place.relay());
        living.close();
        assertThat(waiting()).isEmpty();
        others.close();
    }

    private Path relay() {
        return base.resolve(".relay").resolve(spec.session().toString());
    }

    private List<Path> waiting() throws IOException {
        try (var found = Files.list(base.resolve(".pool"))) {
            return found.toList();
        }
    }
}

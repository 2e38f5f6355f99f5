package dev.lucid.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class RelayFoldersTest {
    private static final String SOCKET = "x.sock";

    @TempDir
    private Path base;

    private final SandboxSpec session = new SandboxSpec(UserId.LOCAL, new SessionId(UUID.randomUUID()));
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    /** Agents can crowd their socket, so that connecting to it waits. */
    @Test
    void aSocketThatIsCrowdedIsListenedOn() throws IOException {
        var own = Files.createDirectories(base.resolve("crowded"));
        listen(own.resolve(SOCKET), 1);
        crowd(own.resolve(SOCKET));

        later().sweep();

        assertThat(own.resolve(SOCKET)).exists();
    }

    @Test
    void whatNobodyListensOnGoesAndWhatIsNoFolderIsLeftAlone() throws IOException {
        for (var name : List.of("a", "c")) {
            var own = Files.createDirectories(base.resolve(name));
            listen(own.resolve(SOCKET), 1).close();
        }
        Files.writeString(base.resolve("b"), "stray");

        later().sweep();

        assertThat(base).isDirectoryContaining(path -> path.endsWith("b"));
        assertThat(base.resolve("a")).doesNotExist();
        assertThat(base.resolve("c")).doesNotExist();
    }

    /** What can't be looked into keeps nobody from the others: a folder with no rights, a socket that is a folder. */
    @Test
    void oneThatCanNotBeReadKeepsNobodyFromTheOthers() throws IOException {
        for (var name : List.of("a", "c", "e")) {
            Files.createDirectories(base.resolve(name));
        }
        for (var name : List.of("b", "d")) {
            Files.createDirectories(base.resolve(name).resolve("within").resolve("deeper"));
        }

        later().sweep();

        for (var name : List.of("a", "c", "e")) {
            assertThat(base.resolve(name)).doesNotExist();
        }
    }

    /** Who removes the session's last socket removes its folder, at any moment. */
    @Test
    void aFolderThatGoesBeforeItsSocketIsThereIsMadeAgain() throws IOException {
        var tries = new ArrayList<Path>();

        folders().make(session, SOCKET, place -> {
            tries.add(place.socket());
            if (tries.size() == 1) {
                Files.delete(place.socket().getParent());
            }
            listen(place.boundAs(), 1);

            return RelayFolders.show(place);
        });

        assertThat(tries).hasSize(2);
        assertThat(tries.getLast()).exists();
    }

    @Test
    void aFolderThatNeverStaysIsGivenUp() {
        assertThatThrownBy(() -> folders().make(session, SOCKET, place -> {
                    Files.delete(place.socket().getParent());
                    return listen(place.boundAs(), 1);
                }))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatCouldNotBeShownLeavesNothing() throws IOException {
        var far = base.resolve("x".repeat(100));
        var folders = new RelayFolders(far, InstantSource.system());
        var seen = new ArrayList<Path>();

        assertThatThrownBy(() -> folders.make(session, SOCKET, place -> {
                    seen.add(place.boundAs().getParent());
                    listen(place.boundAs(), 1);
                    throw new IOException("no room");
                }))
                .hasMessage("no room");

        assertThat(far.resolve(session.session().toString())).isEmptyDirectory();
        assertThat(seen).hasSize(1).noneMatch(Files::exists);
        assertThat(seen.getFirst().getParent()).doesNotExist();
    }

    private RelayFolders folders() {
        return new RelayFolders(base, InstantSource.system());
    }

    private RelayFolders later() {
        return new RelayFolders(base, InstantSource.fixed(Instant.now().plusSeconds(3600)));
    }

    private ServerSocketChannel listen(Path socket, int queue) throws IOException {
        var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        open.add(listener);

        return listener.bind(UnixDomainSocketAddress.of(socket), queue);
    }

    /** Connects until there is no more room. */
    private void crowd(Path socket) throws IOException {
        try {
            while (true) {
                var client = SocketChannel.open(StandardProtocolFamily.UNIX);
                open.add(client);
                client.configureBlocking(false);
                client.connect(UnixDomainSocketAddress.of(socket));
            }
        } catch (SocketException e) {
            assertThat(e).hasMessage("Resource temporarily unavailable");
        }
    }
}

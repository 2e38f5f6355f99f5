package dev.lucid.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.sandbox.RelaySeats;
import dev.lucid.testkit.SandboxUnderTest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OutletTest {
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final OutletLimits ONE = new OutletLimits(
            1, new OutletLimits.Rate(10, 10), new RelaySeats.Most(1, 1, 1, SHORT), ProxyLimits.standard());

    @TempDir
    private Path folder;

    /** A client may have bound its end to a path whose bytes are no name for this machine's locale. */
    @Test
    void aClientWhoseAddressIsNoneTakesNobodysPlace() throws Exception {
        var session = SandboxUnderTest.newSession();
        var own = Files.createDirectories(folder.resolve(session.session().toString()));
        var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(own.resolve(Relays.OUTLET)));
        var dialler = new Dialler(
                new AddressPolicy(AllowedPrivateHosts.none()), OutletsUnderTest.publicly(), Connector.direct(SHORT));
        try (var timer = ConnectionWatch.timer("lucid-test-timer");
                var lookups = new Lookups(dialler.resolver(), SHORT)) {
            var common =
                    new Outlet.Common(AllowedHosts.NONE, dialler, lookups, ONE, new RelaySeats(ONE.seats()), timer);
            try (var _ = Outlet.begin(session, new Unreadable(listener), common, () -> {});
                    var client = new OutletClient(folder, session)) {
                assertThat(client.connect("site.test:443").head()).startsWith("HTTP/1.1 403 ");
            }
            timer.shutdownNow();
        }
    }

    /** Fails at the first client as the true one does, and accepts the next. */
    private static final class Unreadable extends ServerSocketChannel {
        private final ServerSocketChannel real;
        private final AtomicBoolean failed = new AtomicBoolean();

        Unreadable(ServerSocketChannel real) {
            super(real.provider());
            this.real = real;
        }

        @Override
        public SocketChannel accept() throws IOException {
            if (failed.compareAndSet(false, true)) {
                throw new InvalidPathException("\ufffd", "Malformed input or input contains unmappable characters");
            }

            return real.accept();
        }

        @Override
        public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
            real.bind(local, backlog);

            return this;
        }

        @Override
        public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
            real.setOption(name, value);

            return this;
        }

        @Override
        public <T> T getOption(SocketOption<T> name) throws IOException {
            return real.getOption(name);
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return real.supportedOptions();
        }

        @Override
        public ServerSocket socket() {
            return real.socket();
        }

        @Override
        public SocketAddress getLocalAddress() throws IOException {
            return real.getLocalAddress();
        }

        @Override
        protected void implCloseSelectableChannel() throws IOException {
            real.close();
        }

        @Override
        protected void implConfigureBlocking(boolean block) throws IOException {
            real.configureBlocking(block);
        }
    }
}

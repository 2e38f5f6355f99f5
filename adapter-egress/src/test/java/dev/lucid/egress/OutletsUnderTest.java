package dev.lucid.egress;

import dev.lucid.domain.identity.UserId;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.RelaySeats;
import dev.lucid.testkit.SandboxUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Outlets in a folder whose every way leads to one echo; closes all that came of them. */
final class OutletsUnderTest implements AutoCloseable {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<SandboxSpec, SandboxOutlets.Way> ways = new HashMap<>();
    private final Path folder;
    private final SandboxOutlets outlets;
    private final EchoServer echo;

    OutletsUnderTest(Path base, String hosts, NameResolver resolver, OutletLimits limits) throws IOException {
        folder = base.resolve(Relays.FOLDER);
        echo = keep(new EchoServer("127.0.0.1", 0, "echo"));
        outlets = keep(new SandboxOutlets(
                folder,
                AllowedHosts.parse(hosts),
                new Dialler(
                        new AddressPolicy(AllowedPrivateHosts.none()),
                        resolver,
                        _ -> new Socket(echo.address().getAddress(), echo.port())),
                limits,
                InstantSource.system()));
    }

    /** Leads each name to an address that is public. */
    static NameResolver publicly() {
        return _ -> List.of(InetAddress.ofLiteral("8.8.8.8"));
    }

    /** Seats with so much patience, and eight connections to one host. */
    static OutletLimits limits(int ofSession, int ofUser, int ofAll, Duration patience) {
        return limits(ofSession, ofUser, ofAll, patience, MINUTE);
    }

    /** The same, with so much time to look a name up. */
    static OutletLimits limits(int ofSession, int ofUser, int ofAll, Duration patience, Duration lookup) {
        return new OutletLimits(
                16,
                new OutletLimits.Rate(200, 50),
                new RelaySeats.Most(ofSession, ofUser, ofAll, patience),
                new ProxyLimits(8, 8, MINUTE, lookup, MINUTE, MINUTE));
    }

    /** A user's session with a way out. */
    SandboxSpec sessionOf(String user) {
        var session = new SandboxSpec(
                UserId.ofSubject(user), SandboxUnderTest.newSession().session());
        ways.put(session, outlets.open(session));

        return session;
    }

    /** Its run is over. */
    void end(SandboxSpec session) {
        Optional.ofNullable(ways.remove(session)).orElseThrow().close();
    }

    OutletClient client(SandboxSpec session) throws IOException {
        return keep(new OutletClient(folder, session));
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);

        return closeable;
    }

    @Override
    public void close() {
        for (var each : open.reversed()) {
            try {
                each.close();
            } catch (Exception e) {
                throw new AssertionError("Something of a test does not close", e);
            }
        }
    }
}

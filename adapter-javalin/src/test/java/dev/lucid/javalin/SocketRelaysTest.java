package dev.lucid.javalin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.relay.Relays.Answer;
import dev.lucid.port.relay.Relays.Request;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.RelaySeats;
import dev.lucid.testkit.RelaysContract;
import dev.lucid.testkit.SandboxUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SocketRelaysTest implements RelaysContract {
    /** Far longer than the address of a socket may be. */
    private static final String DEEP = "a-rather-long-name-of-a-folder/".repeat(5);

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final RelayLimits.Times LONG = times(MINUTE, MINUTE, MINUTE);

    @TempDir
    private Path base;

    private SocketRelays relays;

    @BeforeEach
    void open() {
        relays = opened(RelayLimits.standard(200));
    }

    @AfterEach
    void close() {
        relays.close();
    }

    private Path folder() {
        return base.resolve(DEEP).resolve(Relays.FOLDER);
    }

    private static RelayLimits limits(int sockets, RelaySeats.Most conversations, RelayLimits.Times times) {
        return new RelayLimits(sockets, 3, conversations, 1000, times);
    }

    private static RelaySeats.Most atOnce(int ofSession, int ofUser, int ofAll) {
        return new RelaySeats.Most(ofSession, ofUser, ofAll, Duration.ofMillis(100));
    }

    private static RelayLimits.Times times(Duration stall, Duration idle, Duration request) {
        return new RelayLimits.Times(stall, idle, request);
    }

    private void restart(RelayLimits limits) {
        relays.close();
        relays = opened(limits);
    }

    private SocketRelays opened(RelayLimits limits) {
        return new SocketRelays(folder(), limits, InstantSource.system());
    }

    @Override
    public Relays relays() {
        return relays;
    }

    @Override
    public Optional<String> keyOf(SandboxSpec session) {
        try {
            var file = own(session).resolve(Relays.KEY);
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path own(SandboxSpec session) {
        return folder().resolve(session.session().toString());
    }

    @Override
    public Optional<Told> ask(SandboxSpec session, Request request) {
        try (var channel = connected(session)) {
            var out = Channels.newOutputStream(channel);
            var body = request.body().readAllBytes();
            var head = new StringBuilder(request.method() + " " + request.path()
                    + (request.query().isEmpty() ? "" : "?" + request.query())
                    + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + body.length + "\r\n");
            request.headers()
                    .forEach((name, value) ->
                            head.append(name).append(": ").append(value).append("\r\n"));
            out.write((head + "\r\n").getBytes(UTF_8));
            var writer = Thread.ofVirtual().start(() -> write(out, body));
            var told = told(Channels.newInputStream(channel));
            writer.join();

            return told;
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private SocketChannel connected(SandboxSpec session) throws IOException {
        var shortcut = Files.createTempDirectory(Path.of("/tmp"), "t").resolve("s");
        try {
            Files.createSymbolicLink(shortcut, own(session));
            return SocketChannel.open(UnixDomainSocketAddress.of(shortcut.resolve(Relays.SOCKET)));
        } finally {
            Files.delete(shortcut);
            Files.delete(shortcut.getParent());
        }
    }

    private static void write(OutputStream out, byte[] body) {
        try {
            out.write(body);
        } catch (IOException _) {
            // whoever reads finds out
        }
    }

    /** Nothing where it breaks off before its end. */
    private static Optional<Told> told(InputStream in) throws IOException {
        var status = line(in);
        if (status.isEmpty()) {
            return Optional.empty();
        }
        var headers = new HashMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            headers.put(
                    line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                    line.substring(line.indexOf(':') + 1).strip());
        }
        var body = new StringBuilder();
        if (headers.containsKey("content-length")) {
            body.append(new String(in.readNBytes(Integer.parseInt(headers.get("content-length"))), UTF_8));
        } else {
            var size = size(in);
            while (size > 0) {
                body.append(new String(in.readNBytes(size), UTF_8));
                line(in);
                size = size(in);
            }
            if (size < 0) {
                return Optional.empty();
            }
        }

        return Optional.of(new Told(Integer.parseInt(status.split(" ", -1)[1]), headers, body.toString()));
    }

    private static int size(InputStream in) throws IOException {
        var line = line(in);

        return line.isEmpty() ? -1 : Integer.parseInt(line, 16);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }

        return line.toString().strip();
    }

    @Test
    void aSessionsFolderIsClosedToOthersAndOpenToItsSandbox() throws IOException {
        var session = SandboxUnderTest.newSession();
        try (var _ = relays.open(session, KEY, _ -> Answer.words(200, "x"))) {
            assertThat(mode(folder())).isEqualTo("rwx------");
            assertThat(mode(own(session))).isEqualTo("rwxr-xr-x");
            assertThat(mode(own(session).resolve(Relays.SOCKET))).isEqualTo("rw-rw-rw-");
            assertThat(mode(own(session).resolve(Relays.KEY))).isEqualTo("rw-r--r--");
            try (var files = Files.list(own(session))) {
                assertThat(files).hasSize(2);
            }
        }
        assertThat(own(session)).doesNotExist();
    }

    private static Request request() {
        return new Request("GET", "/", "", Map.of(), InputStream.nullInputStream());
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aDeadServersSocketIsReplaced() throws IOException {
        var session = SandboxUnderTest.newSession();
        leave(session);
        try (var _ = relays.open(session, KEY, _ -> Answer.words(200, "alive"))) {
            assertThat(ask(session, request()).orElseThrow().body()).isEqualTo("alive\n");
        }
    }

    @Test
    void aStartClearsAwayWhatDeadServersLeftAndNothingElse() throws IOException {
        var dead = SandboxUnderTest.newSession();
        var living = SandboxUnderTest.newSession();
        leave(dead);
        try (var _ = relays.open(living, KEY, _ -> Answer.words(200, "x"))) {
            try (var _ = opened(RelayLimits.standard(200))) {
                assertThat(own(dead)).exists(); // it may be somebody's who has just begun
            }
            var later = InstantSource.fixed(Instant.now().plusSeconds(3600));
            try (var _ = new SocketRelays(folder(), RelayLimits.standard(200), later)) {
                assertThat(own(dead)).doesNotExist();
                assertThat(own(living).resolve(Relays.SOCKET)).exists();
            }
        }
    }

    @Test
    void anotherProcessesNewWayStaysWhenTheOldOneEnds() throws IOException {
        var session = SandboxUnderTest.newSession();
        var old = relays.open(session, KEY, _ -> Answer.words(200, "old"));
        try (var others = opened(RelayLimits.standard(200));
                var _ = others.open(session, new Secret("the-other-key"), _ -> Answer.words(200, "new"))) {
            old.close();

            assertThat(keyOf(session)).contains("the-other-key");
            assertThat(own(session).resolve(Relays.SOCKET)).exists();
        }
    }

    @Test
    void moreConnectionsThanMayBeAreTurnedAway() throws Exception {
        restart(limits(10, atOnce(4, 4, 4), LONG));
        var session = SandboxUnderTest.newSession();
        var inside = new CountDownLatch(3);
        var free = new CountDownLatch(1);
        Relays.Handler handler = _ -> {
            inside.countDown();
            try {
                free.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Answer.words(200, "x");
        };
        List<SocketChannel> callers = new ArrayList<>();
        try (var _ = relays.open(session, KEY, handler)) {
            for (var i = 0; i < 3; i++) {
                callers.add(connected(session));
                say(callers.getLast(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            inside.await();
            assertThat(ask(session, request())).isEmpty();
            free.countDown();
            for (var caller : callers) {
                assertThat(told(Channels.newInputStream(caller)).orElseThrow().status())
                        .isEqualTo(200);
                caller.close();
            }
            await().untilAsserted(() -> assertThat(ask(session, request())).isPresent());
        } finally {
            for (var caller : callers) {
                caller.close();
            }
        }
    }

    private static void say(SocketChannel caller, String text) throws IOException {
        Channels.newOutputStream(caller).write(text.getBytes(ISO_8859_1));
    }

    @Test
    void oneSessionOneUserAndAllTogetherHoldSoManyConversations() throws IOException {
        restart(limits(10, atOnce(1, 2, 3), LONG));
        var first = SandboxUnderTest.newSession();
        var second = SandboxUnderTest.newSession();
        var third = SandboxUnderTest.newSession();
        var others = sessionOf("ada");
        var strangers = sessionOf("bob");
        for (var session : List.of(first, second, third, others, strangers)) {
            relays.open(session, KEY, request -> new Answer(200, Map.of(), body(request)));
        }
        try (var _ = conversing(first)) {
            assertIsToldToComeLater(first);
            try (var _ = conversing(second)) {
                assertIsToldToComeLater(third);
                try (var _ = conversing(others)) {
                    assertIsToldToComeLater(strangers);
                }
                await().untilAsserted(() -> assertThat(status(strangers)).contains(200));
            }
            await().untilAsserted(() -> assertThat(status(third)).contains(200));
        }
        await().untilAsserted(() -> assertThat(status(first)).contains(200));
    }

    private static SandboxSpec sessionOf(String user) {
        return new SandboxSpec(
                UserId.ofSubject(user), SandboxUnderTest.newSession().session());
    }

    /** Endless where that is asked for. */
    private static InputStream body(Request request) {
        return request.path().equals("/endless") ? new Endless() : InputStream.nullInputStream();
    }

    /** Somebody whose answer does not end, until he goes. */
    private SocketChannel conversing(SandboxSpec session) throws IOException {
        var caller = connected(session);
        say(caller, "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(line(Channels.newInputStream(caller))).contains("200");

        return caller;
    }

    private Optional<Integer> status(SandboxSpec session) {
        return ask(session, request()).map(Told::status);
    }

    private void assertIsToldToComeLater(SandboxSpec session) {
        var told = ask(session, request()).orElseThrow();

        assertThat(told.status()).isEqualTo(503);
        assertThat(told.headers()).containsEntry("retry-after", "5");
    }

    @Test
    void whoWaitsForASeatGetsTheNextOne() throws Exception {
        restart(limits(10, new RelaySeats.Most(1, 1, 1, Duration.ofMinutes(1)), LONG));
        var session = SandboxUnderTest.newSession();
        try (var _ = relays.open(session, KEY, request -> new Answer(200, Map.of(), body(request)))) {
            var first = conversing(session);
            var told = new AtomicReference<>(Optional.of(0));
            var waiting = Thread.ofVirtual().start(() -> told.set(status(session)));
            first.close();
            waiting.join();

            assertThat(told.get()).contains(200);
        }
    }

    @Test
    void aBodyThatStallsIsCut() throws IOException {
        restart(limits(10, atOnce(1, 1, 1), times(Duration.ofMillis(200), MINUTE, MINUTE)));
        var session = SandboxUnderTest.newSession();
        try (var _ = relays.open(session, KEY, request -> Answer.words(200, "has " + whole(request)));
                var caller = connected(session)) {
            say(caller, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf");

            assertThat(Channels.newInputStream(caller).read()).isEqualTo(-1);
            await().untilAsserted(() -> assertThat(status(session)).contains(200));
        }
    }

    private static int whole(Request request) {
        try {
            return request.body().readAllBytes().length;
        } catch (IOException e) {
            throw new PortFailure.Transient("it was cut", e);
        }
    }

    @Test
    void noUserHasMoreThanHalfOfTheSockets() {
        restart(limits(4, atOnce(1, 1, 1), LONG));
        var first = SandboxUnderTest.newSession();
        var second = SandboxUnderTest.newSession();
        var third = SandboxUnderTest.newSession();
        var others = sessionOf("ada");
        relays.open(first, KEY, _ -> Answer.words(200, "x"));
        var way = relays.open(second, KEY, _ -> Answer.words(200, "x"));

        assertThatThrownBy(() -> relays.open(third, KEY, _ -> Answer.words(200, "x")))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("its user has 2 relays already");
        relays.open(others, KEY, _ -> Answer.words(200, "x"));
        relays.open(first, KEY, _ -> Answer.words(200, "its next run"));
        way.close();
        relays.open(third, KEY, _ -> Answer.words(200, "x"));

        assertThat(status(others)).contains(200);
        assertThat(status(third)).contains(200);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws IOException {
        restart(limits(10, atOnce(1, 1, 1), LONG));
        var session = SandboxUnderTest.newSession();
        try (var _ = relays.open(session, KEY, request -> Answer.words(200, "has " + whole(request)));
                var caller = connected(session);
                var other = connected(session)) {
            say(caller, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n");
            say(other, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(1000));

            assertThat(told(Channels.newInputStream(caller)).map(Told::status)).contains(413);
            assertThat(told(Channels.newInputStream(other)).map(Told::body)).contains("has 1000\n");
        }
    }

    @Test
    void aRequestThatTakesTooLongIsCut() {
        restart(limits(10, atOnce(1, 1, 1), times(MINUTE, MINUTE, Duration.ofMillis(200))));
        var session = SandboxUnderTest.newSession();
        try (var _ = relays.open(session, KEY, _ -> new Answer(200, Map.of(), new Endless()))) {
            assertThat(ask(session, request())).isEmpty();
        }
    }

    @Test
    void whoSaysNothingIsLetGo() throws IOException {
        restart(limits(10, atOnce(1, 1, 1), times(MINUTE, Duration.ofMillis(200), MINUTE)));
        var session = SandboxUnderTest.newSession();
        try (var _ = relays.open(session, KEY, _ -> Answer.words(200, "x"));
                var caller = connected(session)) {
            assertThat(Channels.newInputStream(caller).read()).isEqualTo(-1);
        }
    }

    @Test
    void noThreadIsLeftWhenAllIsClosed() {
        try (var _ = relays.open(SandboxUnderTest.newSession(), KEY, _ -> Answer.words(200, "x"))) {
            assertThat(threads()).isNotEmpty();
        }
        relays.close();

        await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("lucid-relay"))
                .toList();
    }

    /** As a server leaves it that was killed: a socket that nobody listens on. */
    private void leave(SandboxSpec session) throws IOException {
        Files.createDirectories(own(session));
        var folder = Files.createTempDirectory(Path.of("/tmp"), "t");
        var socket = folder.resolve("s");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        Files.move(socket, own(session).resolve(Relays.SOCKET));
        Files.delete(folder);
        Files.writeString(own(session).resolve(Relays.KEY), "an old key\n");
    }
}

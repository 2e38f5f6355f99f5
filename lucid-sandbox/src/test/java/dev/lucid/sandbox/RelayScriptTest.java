package dev.lucid.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both of the twins, as plain processes of this machine. */
@Timeout(60)
class RelayScriptTest {
    private static final int MOST = 32;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path socket;
    private ServerSocketChannel inside;
    private Optional<Process> process = Optional.empty();
    private Path otherSocket;
    private ServerSocketChannel otherInside;
    private int port;
    private int handlesOfScript = 1024;
    private int otherPort;

    @BeforeEach
    void listen() throws IOException {
        socket = folder.resolve("s");
        otherSocket = folder.resolve("o");
        inside = listening(socket);
        otherInside = listening(otherSocket);
    }

    private ServerSocketChannel listening(Path where) throws IOException {
        return keep(ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(where)));
    }

    @AfterEach
    void end() throws Exception {
        process.ifPresent(Process::destroyForcibly);
        for (var each : open.reversed()) {
            each.close();
        }
        threads.shutdownNow();
    }

    /** Starts it on a free port, on another one if somebody was faster, and waits until it says that it listens. */
    private void start(RelayScript script) throws Exception {
        var started = begun(script);
        for (var tries = 1; tries < 5 && hasEnded(started); tries++) {
            started = begun(script);
        }
        assertThat(started.isAlive()).isTrue();
    }

    private Process begun(RelayScript script) throws IOException {
        try (var free = new ServerSocket(0, 1, loopback());
                var otherFree = new ServerSocket(0, 1, loopback())) {
            port = free.getLocalPort();
            otherPort = otherFree.getLocalPort();
        }
        var command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + handlesOfScript + "; exec \"$@\"", "sh"));
        command.addAll(script.command(List.of(
                new RelayScript.Way(port, socket.toString()), new RelayScript.Way(otherPort, otherSocket.toString()))));
        var started = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process = Optional.of(started);

        return started;
    }

    /** It closes its output when it listens, and also when it can't. */
    private static boolean hasEnded(Process started) throws Exception {
        assertThat(started.getInputStream().read()).isEqualTo(-1);

        return started.waitFor(100, TimeUnit.MILLISECONDS);
    }

    private static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    private Socket caller() throws IOException {
        return keep(new Socket(loopback(), port));
    }

    private SocketChannel accepted() throws IOException {
        return keep(inside.accept());
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);

        return closeable;
    }

    @ParameterizedTest
    @EnumSource
    void bytesGoBothWaysAndEachEndIsHeardByItself(RelayScript script) throws Exception {
        start(script);
        var caller = caller();
        var answerer = accepted();
        var asked = new byte[3_000_000];
        var answered = new byte[2_000_000];
        new Random(1).nextBytes(asked);
        new Random(2).nextBytes(answered);
        var heard = begin(() -> Channels.newInputStream(answerer).readAllBytes());
        var told = begin(() -> caller.getInputStream().readAllBytes());

        caller.getOutputStream().write(asked);
        caller.shutdownOutput();
        assertThat(heard.get()).isEqualTo(asked);
        write(Channels.newOutputStream(answerer), answered);
        answerer.shutdownOutput();

        assertThat(told.get()).isEqualTo(answered);
    }

    @ParameterizedTest
    @EnumSource
    void whoDoesNotReadHoldsUpItsOtherSideAndNobodyElse(RelayScript script) throws Exception {
        start(script);
        var deaf = caller();
        var _ = accepted();
        deaf.getOutputStream().write(new byte[10_000]);
        var flood = begin(() -> {
            write(deaf.getOutputStream(), new byte[50_000_000]);
            return true;
        });
        var caller = caller();
        var answerer = accepted();

        for (var i = 0; i < 100; i++) {
            caller.getOutputStream().write(i);
            assertThat(Channels.newInputStream(answerer).read()).isEqualTo(i);
        }
        await().during(Duration.ofMillis(500)).until(() -> !flood.isDone());
        assertThat(residentKilobytes()).isLessThan(40_000);
    }

    @ParameterizedTest
    @EnumSource
    void noMoreThanSoManyComeInAtOnceAndOneWhoGoesMakesRoom(RelayScript script) throws Exception {
        start(script);
        var accepted = new AtomicInteger();
        var inner = begin(() -> {
            for (var i = 0; i < MOST + 1; i++) {
                accepted();
                accepted.incrementAndGet();
            }
            return true;
        });
        var first = caller();
        for (var i = 0; i < MOST; i++) {
            caller().getOutputStream().write(i);
        }
        await().until(() -> accepted.get() == MOST);
        await().during(Duration.ofMillis(300)).until(() -> accepted.get() == MOST);

        first.setSoLinger(true, 0); // breaks off, as who is killed does
        first.close();

        assertThat(inner.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aCrowdAtOneDoorKeepsNobodyFromTheOther(RelayScript script) throws Exception {
        start(script);
        for (var i = 0; i < MOST + 1; i++) {
            caller().getOutputStream().write(i);
        }
        for (var i = 0; i < MOST; i++) {
            accepted();
        }
        var caller = keep(new Socket(loopback(), otherPort));
        var answerer = keep(otherInside.accept());
        caller.getOutputStream().write('x');
        assertThat(Channels.newInputStream(answerer).read()).isEqualTo('x');
        write(Channels.newOutputStream(answerer), new byte[] {'y'});

        assertThat(caller.getInputStream().read()).isEqualTo('y');
    }

    @ParameterizedTest
    @EnumSource
    void whereNobodyListensTheCallerIsLetGoAndTheNextOneIsServed(RelayScript script) throws Exception {
        start(script);
        inside.close();
        for (var i = 0; i < 3; i++) {
            assertThat(isLetGo(caller())).isTrue();
        }
        Files.delete(socket);
        inside = listening(socket);
        var caller = caller();
        var answerer = accepted();
        caller.getOutputStream().write('x');

        assertThat(Channels.newInputStream(answerer).read()).isEqualTo('x');
    }

    @ParameterizedTest
    @EnumSource
    void oneWhoBreaksOffIsBrokenOffOnTheOtherSideAndNothingSpins(RelayScript script) throws Exception {
        start(script);
        var caller = caller();
        var answerer = accepted();
        answerer.close();
        assertThat(isLetGo(caller)).isTrue();
        var again = caller();
        var other = accepted();
        again.setSoLinger(true, 0);
        again.close();
        assertThat(Channels.newInputStream(other).read()).isEqualTo(-1);
        var _ = keep(caller());
        accepted();

        var before = ticks();
        await().during(Duration.ofMillis(500)).until(() -> process.orElseThrow().isAlive());
        assertThat(ticks() - before).isLessThan(10); // of 50 that half a second has
    }

    /** Once with one handle left for two that are needed, once with none: which is which differs from one to the other. */
    @ParameterizedTest
    @EnumSource
    void aLackOfHandlesEndsNothing(RelayScript script) throws Exception {
        for (var handles : List.of(20, 21)) {
            handlesOfScript = handles;
            start(script);
            var callers = new ArrayList<Socket>();
            for (var i = 0; i < 20; i++) {
                callers.add(caller());
                callers.getLast().getOutputStream().write('x');
            }
            await().during(Duration.ofMillis(200))
                    .until(() -> process.orElseThrow().isAlive());
            for (var caller : callers) {
                caller.setSoLinger(true, 0); // breaks off, so that nothing of it is waited for
                caller.close();
            }
            var other = keep(new Socket(loopback(), otherPort));
            other.getOutputStream().write('y');

            assertThat(Channels.newInputStream(keep(otherInside.accept())).read())
                    .isEqualTo('y');
            process.orElseThrow().destroyForcibly();
        }
    }

    private static boolean isLetGo(Socket caller) {
        try (var in = caller.getInputStream()) {
            return in.read() == -1;
        } catch (IOException _) {
            return true;
        }
    }

    private <T> Future<T> begin(Callable<T> work) {
        return threads.submit(work);
    }

    private static void write(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** What it has used of the processor, in hundredths of a second. */
    private long ticks() throws IOException {
        var fields = Files.readString(Path.of("/proc/" + process.orElseThrow().pid() + "/stat"))
                .replaceFirst(".*\\) ", "")
                .split(" ", -1);

        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private long residentKilobytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + process.orElseThrow().pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}

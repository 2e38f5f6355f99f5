package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./lucid} in a fresh checkout whose path has spaces. In order: a build takes a while, so one serves all. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherTest {
    /** What a first build may take where all dependencies are there; generous, as tests share the machine. */
    private static final long PATIENCE_SECONDS = 240;

    @TempDir
    private static Path folder;

    private static Path checkout = Path.of("");

    @BeforeAll
    static void copyTheCheckout() throws IOException {
        var source = Path.of(System.getProperty("lucid.checkout"));
        checkout = folder.resolve("a check out");
        Files.walkFileTree(source, new Copying(source, checkout));
    }

    /** Copies the sources. It does not look into what a build makes: that may vanish at any moment. */
    private static final class Copying extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;

        Copying(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            if (folder.endsWith("target") || folder.endsWith(".git")) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
        }
    }

    @Test
    @Order(1)
    void twoFirstStartsBuildOnceAndBothRun() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("link"), checkout.resolve("lucid"));
        var one = start(folder, Map.of(), link.toString(), "--help");
        var other = start(Path.of("/"), oldJdk(), checkout.resolve("lucid").toString(), "--help");

        var ends = List.of(one.end(), other.end());

        assertThat(ends).allSatisfy(end -> {
            assertThat(end.code()).as(end.err()).isZero();
            assertThat(end.out()).contains("serve").doesNotContain("building");
        });
        assertThat(ends).filteredOn(end -> end.err().contains("building (")).hasSize(1);
        assertThat(checkout.resolve("target/run/current/lucid.aot")).exists();
    }

    @Test
    @Order(2)
    void secondStartSaysNothingOfItsOwn() throws Exception {
        var end = start(folder, Map.of(), checkout.resolve("lucid").toString(), "--help")
                .end();

        assertThat(end.code()).isZero();
        assertThat(end.err()).isEmpty();
    }

    @Test
    @Order(3)
    void theFirstCommandOfTheReadmePrintsWhatTheReadmeShows() throws Exception {
        var readme = Page.of("README.md");
        var end = typed(readme.commands().getFirst(), Map.of()).end();

        assertThat(end.code()).as(end.err()).isZero();
        assertThat(end.err()).isEmpty();
        assertThat(masked(end.out())).isEqualTo(masked(readme.blocks("text").getLast()));
    }

    @Test
    @Order(4)
    void whatElseThePagesTellToTypeWorks() throws Exception {
        var commands = new ArrayList<>(Page.of("README.md").commands());
        commands.addAll(Page.of("docs/scripts.md").commands());
        assertThat(commands).hasSizeGreaterThan(6);
        for (var command : commands) {
            if (command.equals("./check")) {
                assertThat(typed("./check --help", Map.of()).end().out()).contains("runs every test");
            } else if (command.equals("./lucid serve")) {
                serves(command);
            } else if (command.contains("_API_KEY=")) {
                asksTheProviderOfItsKey(command);
            } else {
                works(command);
            }
        }
    }

    @Test
    @Order(5)
    void theCommandsThatTheReadmeMentionsAreThere() throws Exception {
        var help = typed("./lucid --help", Map.of()).end().out();
        var mentioned = Pattern.compile("`\\./lucid ([a-z]+)")
                .matcher(Page.of("README.md").text())
                .results()
                .map(command -> command.group(1))
                .collect(Collectors.toSet());

        assertThat(mentioned)
                .contains("watch", "doctor")
                .allSatisfy(command -> assertThat(help).containsPattern("(?m)^ +" + command + " "));
        var doctor = typed("./lucid doctor", Map.of()).end();
        assertThat(doctor.code()).as(doctor.out()).isZero();
    }

    private static void works(String command) throws Exception {
        var end = typed(command, Map.of()).end();

        assertThat(end.code()).as(command + end.out() + end.err()).isZero();
        assertThat(end.out()).as(command).contains("$ sh hello.sh\n  hello world\n", "✓ finished");
        if (command.contains("--repo")) {
            assertThat(end.out()).containsPattern("branch lucid/\\S+ pushed");
        }
        if (command.contains("LUCID_RECORD=")) {
            assertThat(checkout.resolve("hello.yaml")).content().contains("sh hello.sh");
        }
    }

    /** A server that takes no key stands in for the provider: that is as far as a test gets. */
    private static void asksTheProviderOfItsKey(String command) throws Exception {
        var provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        provider.start();
        try {
            var place = "http://127.0.0.1:" + provider.getAddress().getPort();
            var end = typed(
                            command.replace("…", "no-key"),
                            Map.of("LLM_BASE_URL", place, "DEFAULT_MODEL_PROVIDER", "anthropic"))
                    .end();

            assertThat(end.code()).as(end.out() + end.err()).isEqualTo(1);
            assertThat(end.out()).contains(" · anthropic/", "✗ failed", "ANTHROPIC_API_KEY");
        } finally {
            provider.stop(0);
        }
    }

    private static void serves(String command) throws Exception {
        var server = typed("exec " + command, Map.of("PORT", "0"));
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(() -> Files.readString(server.out()).contains("Lucid listens on http://127.0.0.1:")
                        || !server.process().isAlive());
        server.process().destroy();

        assertThat(server.end().code()).as(server.end().err()).isZero();
    }

    /** A line as a person types it into a shell in the checkout, at home in a home of the test's. */
    private static Running typed(String line, Map<String, String> environment) throws Exception {
        var home = folder.resolve("home");
        var repository = home.resolve("code/hello");
        if (Files.notExists(repository)) {
            Files.createDirectories(repository);
            var made =
                    "git init -q -b main . && git -c user.name=A -c user.email=a@example.com commit -q --allow-empty -m Begin";
            assertThat(start(repository, Map.of(), "sh", "-c", made).end().code())
                    .isZero();
        }
        var all = new HashMap<>(environment);
        all.put("HOME", home.toString());

        return start(checkout, all, "sh", "-c", line);
    }

    /** Without what differs from run to run. */
    private static String masked(String text) {
        return text.replaceAll("\\b[0-9a-f]{8}\\b", "01234567").replaceAll("finished in \\S+ s ", "finished in 0.0 s ");
    }

    @Test
    @Order(6)
    void runsWhereItMayNotWrite() throws Exception {
        var end = readOnly(List.of(), "--help").end();

        assertThat(end.code()).as(end.err()).isZero();
        assertThat(end.err()).isEmpty();
    }

    @Test
    @Order(7)
    void runsTheOlderBuildWhereItMayNotBuild() throws Exception {
        var source = checkout.resolve("pom.xml");
        var before = Files.getLastModifiedTime(source);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now()));

        var end = readOnly(List.of(), "--help").end();
        Files.setLastModifiedTime(source, before);

        assertThat(end.code()).as(end.err()).isZero();
        assertThat(end.err()).contains("running the older build");
    }

    @Test
    @Order(8)
    void passesOverAnOlderJdk() throws Exception {
        var end = start(folder, oldJdk(), checkout.resolve("lucid").toString(), "--help")
                .end();

        assertThat(end.code()).as(end.err()).isZero();
    }

    /** Points to a JDK 17 that fails whoever starts it. */
    private static Map<String, String> oldJdk() throws IOException {
        var old = Files.createDirectories(folder.resolve("jdk-17/bin"));
        for (var program : List.of("java", "javac")) {
            Files.writeString(old.resolve(program), "#!/bin/sh\nexit 99\n")
                    .toFile()
                    .setExecutable(true);
        }
        Files.writeString(folder.resolve("jdk-17/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.15\"\n");

        return Map.of("JAVA_HOME", folder.resolve("jdk-17").toString());
    }

    @Test
    @Order(9)
    void saysWhatToInstallWhereThereIsNoJdk() throws Exception {
        var end = readOnly(List.of("--tmpfs", "/usr/lib/jvm", "--setenv", "JAVA_HOME", "/nowhere"), "--help")
                .end();

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.err()).contains("no JDK 25", "Install one", "/nowhere");
    }

    @Test
    @Order(10)
    void buildsAgainWhenASourceIsNewerAndSaysWhatIsWrongWithIt() throws Exception {
        Files.writeString(
                checkout.resolve("lucid-domain/src/main/java/dev/lucid/domain/Broken.java"), "no class at all");

        var end = start(folder, Map.of(), checkout.resolve("lucid").toString(), "--help")
                .end();

        assertThat(end.code()).isEqualTo(1);
        assertThat(end.out()).isEmpty();
        assertThat(end.err()).contains("Broken.java", "the build failed");
    }

    /** In a mount name space where nothing may be written. */
    private static Running readOnly(List<String> changes, String... arguments) throws IOException {
        var command = new ArrayList<>(
                List.of("bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--die-with-parent"));
        command.addAll(changes);
        command.add(checkout.resolve("lucid").toString());
        command.addAll(List.of(arguments));
        return start(folder, Map.of(), command.toArray(String[]::new));
    }

    private static Running start(Path where, Map<String, String> environment, String... command) throws IOException {
        var out = Files.createTempFile(folder, "out", "");
        var err = Files.createTempFile(folder, "err", "");
        var builder = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    private record Running(Process process, Path out, Path err) {
        End end() throws IOException, InterruptedException {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new End(process.exitValue(), Files.readString(out), Files.readString(err));
        }
    }

    private record End(int code, String out, String err) {}
}

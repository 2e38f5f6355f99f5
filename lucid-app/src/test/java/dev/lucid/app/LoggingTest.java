package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import dev.lucid.domain.chat.ChatId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LoggingTest {
    @TempDir
    private Path data;

    @AfterEach
    void stop() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
        }
    }

    @Test
    void nobodyElseReadsTheLogOfAFolderThatAllMayEnter() throws IOException {
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

        Logging.to(new LucidConfig(data, Map.of()), false);

        assertThat(permissions()).isEqualTo("rw-------");
    }

    @Test
    void aLogThatOthersCouldReadIsClosedToThem() throws IOException {
        Files.writeString(data.resolve("lucid.log"), "earlier");
        Files.setPosixFilePermissions(data.resolve("lucid.log"), PosixFilePermissions.fromString("rw-r--r--"));

        Logging.to(new LucidConfig(data, Map.of()), false);

        assertThat(permissions()).isEqualTo("rw-------");
        assertThat(data.resolve("lucid.log")).content().startsWith("earlier");
    }

    @Test
    void linesForProgramsAreObjectsThatSayWhatTheyAreAbout() throws IOException {
        Logging.to(new LucidConfig(data, Map.of(Variable.LUCID_LOG_FORMAT, "json")), false);
        var chat = new ChatId(new UUID(1, 2));

        LogContext.begin(chat);
        LoggerFactory.getLogger("dev.lucid.Some").warn("A \"word\"\nof {}", 7, new IllegalStateException("why"));
        LogContext.end();

        var lines = Files.readAllLines(data.resolve("lucid.log"));
        assertThat(lines)
                .singleElement()
                .asString()
                .contains(
                        "\"level\":\"WARN\",\"logger\":\"dev.lucid.Some\"",
                        "\"message\":\"A \\\"word\\\"\\nof 7\"",
                        "\"chat\":\"" + chat + "\"",
                        "\"failure\":\"java.lang.IllegalStateException: why\\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void noLineHoldsAConfiguredSecret(String format) {
        var planted = Map.of(
                Variable.LUCID_LOG_FORMAT, format,
                Variable.ENCRYPTION_KEY, "planted-one",
                Variable.ENCRYPTION_KEY_OLD, "planted-two, planted-three",
                Variable.DATABASE_URL, "postgresql://me:planted-four@db/lucid");
        Logging.to(new LucidConfig(data, planted), false);

        LoggerFactory.getLogger("dev.lucid.Some")
                .error("{}", planted.values(), new IllegalStateException("with planted-four and planted-three"));

        assertThat(data.resolve("lucid.log")).content().contains("***", "with").doesNotContain("planted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void aSecretThatIsWrittenOtherwiseInJsonIsFoundToo(String format) {
        var planted = "planted\"with\\all/that";
        Logging.to(
                new LucidConfig(data, Map.of(Variable.LUCID_LOG_FORMAT, format, Variable.INTERNAL_API_KEY, planted)),
                false);

        LoggerFactory.getLogger("dev.lucid.Some").error("It is {}.", planted, new IllegalStateException(planted));

        assertThat(data.resolve("lucid.log")).content().contains("It is ***.").doesNotContain("planted");
    }

    @Test
    void linesNameTheChatAndTheRequestThatTheyAreAbout() throws IOException {
        Logging.to(new LucidConfig(data, Map.of()), false);
        var chat = new ChatId(new UUID(1, 2));
        var log = LoggerFactory.getLogger("dev.lucid.Some");

        LogContext.begin(chat);
        MDC.put("request", "asked-1");
        log.warn("of both");
        LogContext.end();
        log.warn("of the request");
        MDC.remove("request");
        log.warn("of neither");

        assertThat(Files.readAllLines(data.resolve("lucid.log")))
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("Some: [" + chat + "] [request asked-1] of both"),
                        line -> assertThat(line).endsWith("Some: [request asked-1] of the request"),
                        line -> assertThat(line).endsWith("Some: of neither"));
    }

    @Test
    void aLogThatHasBecomeTooLongBeginsAnewAndKeepsAFewBeforeIt() throws IOException {
        var log = data.resolve("lucid.log");
        Logging.to(new LucidConfig(data, Map.of()), false);
        for (var turn = 1; turn <= LogFile.EARLIER + 2; turn++) {
            try (var file = new RandomAccessFile(log.toFile(), "rw")) {
                file.setLength(LogFile.LONGEST + 1);
            }
            LoggerFactory.getLogger("dev.lucid.Some").warn("turn {}", turn);
        }

        assertThat(log).content().contains("turn " + (LogFile.EARLIER + 2));
        assertThat(Files.size(log)).isLessThan(1000);
        assertThat(permissions()).isEqualTo("rw-------");
        try (var files = Files.list(data)) {
            assertThat(files).hasSize(1 + LogFile.EARLIER);
        }
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("lucid.log")));
    }
}

package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

        Logging.to(data, false);

        assertThat(permissions()).isEqualTo("rw-------");
    }

    @Test
    void aLogThatOthersCouldReadIsClosedToThem() throws IOException {
        Files.writeString(data.resolve("lucid.log"), "earlier");
        Files.setPosixFilePermissions(data.resolve("lucid.log"), PosixFilePermissions.fromString("rw-r--r--"));

        Logging.to(data, false);

        assertThat(permissions()).isEqualTo("rw-------");
        assertThat(data.resolve("lucid.log")).content().startsWith("earlier");
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("lucid.log")));
    }
}

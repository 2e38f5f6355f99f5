package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionKeyTest {
    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void begin() {
        data = folder.resolve("data");
    }

    @Test
    void theConfiguredKeyWinsAndIsWrittenNowhere() {
        assertThat(EncryptionKey.of(config(Map.of(Variable.ENCRYPTION_KEY, "configured"))))
                .isEqualTo(new Secret("configured"));
        assertThat(data).doesNotExist();
    }

    @Test
    void withoutOneAKeyIsMadeOnceAndKeptPrivate() throws IOException {
        var key = EncryptionKey.of(config(Map.of()));

        assertThat(key.reveal()).matches("[0-9a-f]{64}");
        assertThat(EncryptionKey.of(config(Map.of()))).isEqualTo(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("encryption-key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void whatWasKeptBeforeOneWasConfiguredStillOpens() {
        var kept = EncryptionKey.of(config(Map.of()));
        var configured = Map.of(Variable.ENCRYPTION_KEY, "configured", Variable.ENCRYPTION_KEY_OLD, "old");

        assertThat(EncryptionKey.earlier(config(configured))).containsExactly(new Secret("old"), kept);
        assertThat(EncryptionKey.earlier(config(Map.of()))).isEmpty();
    }

    @Test
    void manyThatMakeItAtOnceAgree() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Secret> ask = () -> EncryptionKey.of(config(Map.of()));
            var keys = threads.invokeAll(Stream.generate(() -> ask).limit(20).toList());

            assertThat(keys.stream().map(key -> key.resultNow()).collect(Collectors.toSet()))
                    .hasSize(1);
        }
        try (var files = Files.list(data)) {
            assertThat(files).containsExactly(data.resolve("encryption-key"));
        }
    }

    @Test
    void aFileWithoutAKeyIsNotReplaced() throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("encryption-key"), "\n");

        assertThatThrownBy(() -> EncryptionKey.of(config(Map.of())))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("holds no key");
    }

    private LucidConfig config(Map<Variable, String> given) {
        return new LucidConfig(data, given);
    }
}

package dev.lucid.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StoredEvent;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredFormTest {
    private final StoredForm form = new StoredForm();

    @ParameterizedTest
    @MethodSource("names")
    void everyEventIsReadAsItWasWritten(String name) {
        var stored = new StoredEvent(
                new ChatId(new UUID(1, 2)),
                3,
                new EventId(new UUID(4, 5)),
                Instant.parse("2026-03-01T09:30:00.123456Z"),
                EventSamples.named(name));

        assertThat(form.read(form.text(stored))).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"role\":\"user\"", "{\"role\":\"user\",\"content\":\"x\"}"})
    void whatIsNoEventIsRefused(String text) {
        assertThatThrownBy(() -> form.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Stream<String> names() {
        return EventSamples.all().keySet().stream();
    }
}

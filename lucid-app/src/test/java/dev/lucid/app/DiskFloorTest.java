package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFloorTest {
    private static final StartChat.Outcome STARTED = new StartChat.Outcome.Refused("it was asked");
    private static final SendMessage.Outcome SENT = new SendMessage.Outcome.Refused("it was asked");
    private static final SendMessage.Command MESSAGE = new SendMessage.Command(
            UserId.LOCAL, new ChatId(new UUID(1, 1)), "go on", Delivery.STEER, Optional.empty());

    @Test
    void nothingNewBeginsUntilThereIsRoomAgain() {
        var free = new AtomicLong(255L << 20);
        var floor = new DiskFloor(free::get, 256L << 20);
        var start = floor.starting(_ -> STARTED);
        var send = floor.sending(_ -> SENT);

        assertThat(start.start(new StartChat.Command(UserId.LOCAL, "task")))
                .isInstanceOfSatisfying(
                        StartChat.Outcome.TooMany.class,
                        refused -> assertThat(refused.message()).contains("nearly full", "255 MB are free, and 256"));
        assertThat(send.send(MESSAGE)).isInstanceOf(SendMessage.Outcome.TooMany.class);

        free.set(256L << 20);
        assertThat(start.start(new StartChat.Command(UserId.LOCAL, "task"))).isSameAs(STARTED);
        assertThat(send.send(MESSAGE)).isSameAs(SENT);
    }

    @Test
    void aDiskWithRoomIsNotInTheWay(@TempDir Path folder) {
        assertThat(DiskFloor.under(folder, 1).sending(_ -> SENT).send(MESSAGE)).isSameAs(SENT);
    }
}

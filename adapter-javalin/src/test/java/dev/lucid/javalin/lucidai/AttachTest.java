package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.FileTree;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.javalin.PlayedChat;
import dev.lucid.javalin.PlayedLucid;
import dev.lucid.javalin.TestClient;
import dev.lucid.javalin.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Coming back to a chat, from the beginning or in its middle. */
class AttachTest {
    private final TestServer server = new TestServer();
    private final PlayedLucid lucid = server.lucid();
    private final PlayedChat chat = lucid.begin(UserId.LOCAL, "two turns");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void attachingAnywhereGivesExactlyTheRest() {
        twoTurns();
        var all = chat.events(0, 100).stream().map(EventFrames::text).toList();

        for (var after = 0; after <= all.size(); after++) {
            try (var client = attach(after)) {
                var events = eventsUntilStatus(client, "completed");

                assertThat(events).as("after " + after).isEqualTo(all.subList(after, all.size()));
            }
        }
    }

    @Test
    void replayedFramesAreTheLiveOnes() {
        try (var client = attach(0)) {
            client.say("{\"type\":\"ping\"}");
            var live = new ArrayList<String>();
            live.add(client.hearUntil(frame -> frame.contains("InitialTask")).getLast());
            // The answer to what was said later shows that the watch has begun.
            client.hearUntil(frame -> frame.contains("pong"));
            twoTurns();
            live.addAll(eventsUntilStatus(client, "completed"));
            live.addAll(eventsUntilStatus(client, "completed"));
            try (var later = attach(0)) {
                assertThat(eventsUntilStatus(later, "completed")).isEqualTo(live);
            }
        }
    }

    @Test
    void replayTellsNoEarlierStatusAndEndsWithTheLast() {
        lucid.showTree(FileTree.of(List.of(new FileEntry(WorkspacePath.of("a"), FileEntry.Kind.FILE, 1))));
        twoTurns();
        try (var client = attach(0)) {
            var heard = client.hearUntil(frame -> frame.contains("\"completed\""));

            assertThat(words(heard)).startsWith("initializing", "mock_mode", "1 InitialTask");
            assertThat(words(heard)).endsWith("12 TurnEnded", "file_tree /a", "completed");
            assertThat(words(heard).subList(2, 14)).allMatch(words -> Character.isDigit(words.charAt(0)));
        }
    }

    @Test
    void whoHasAllGetsTheTreeAndTheStatusAlone() {
        lucid.showTree(FileTree.of(List.of(new FileEntry(WorkspacePath.of("a"), FileEntry.Kind.FILE, 1))));
        twoTurns();
        try (var client = attach(chat.size())) {
            assertThat(words(client.hearUntil(frame -> frame.contains("\"completed\""))))
                    .containsExactly("initializing", "mock_mode", "file_tree /a", "completed");
        }
    }

    @Test
    void aRunningTurnIsToldWhereItStandsAndGoesOnLive() {
        lucid.append(chat, Samples.started());
        lucid.append(chat, Samples.thought("hm"));
        for (var after = 0; after <= 3; after++) {
            try (var client = attach(after)) {
                assertThat(words(client.hearUntil(frame -> frame.contains("\"running\""))))
                        .endsWith("running");
                var said = lucid.append(chat, new ChatFact.Said("word " + after));
                assertThat(client.hear()).isEqualTo(EventFrames.text(said));
            }
        }
    }

    @Test
    void aWaitingCallIsToldToWhoComesAfterIt() {
        lucid.append(chat, Samples.started());
        lucid.append(chat, Samples.called(Samples.command("rm -r x")));
        lucid.append(chat, new ChatFact.ApprovalAsked(Samples.CALL, Samples.AT));
        for (var after = 0; after <= 4; after++) {
            try (var client = attach(after)) {
                assertThat(client.hearUntil(frame -> frame.contains("\"waiting\""))
                                .getLast())
                        .contains(Samples.CALL.toString())
                        .contains("\"tool\":\"run_command\"")
                        .contains("\"content\":\"rm -r x\"");
            }
        }
    }

    @Test
    void aLongTurnIsReadBackToItsBeginning() {
        lucid.append(chat, Samples.started());
        for (var i = 0; i < 1000; i++) {
            lucid.append(chat, new ChatFact.Said("word " + i));
        }
        try (var client = attach(1002)) {
            assertThat(words(client.hearUntil(frame -> frame.contains("\"running\""))))
                    .containsExactly("initializing", "mock_mode", "running");
        }
    }

    @Test
    void aFailedTurnSaysWhyToWhoComesLater() {
        lucid.append(chat, Samples.started());
        lucid.append(chat, new ChatFact.TurnEnded(new StopReason.LimitReached(StopReason.Limit.TIME)));
        try (var client = attach(0)) {
            assertThat(words(client.hearUntil(frame -> frame.contains("\"failed\""))))
                    .endsWith("3 TurnEnded", "error Agent timed out after 1800s.", "failed");
        }
    }

    @Test
    void aChatWithoutATurnHasNoStatus() {
        try (var client = attach(1)) {
            client.say("{\"type\":\"ping\"}");
            assertThat(words(client.hearUntil(frame -> frame.contains("pong")).subList(0, 2)))
                    .containsExactly("initializing", "mock_mode");
        }
    }

    @Test
    void chatsOfOthersAreNotThere() {
        var foreign = lucid.begin(UserId.ofSubject("somebody else"), "secret");
        for (var id : List.of(foreign.profile().id().toString(), Samples.CHAT.toString(), "7", "x".repeat(100_000))) {
            try (var client = server.connect()) {
                client.say("{\"type\":\"attach\",\"chatId\":\"" + id + "\",\"after\":0}");

                assertThat(client.hear()).isEqualTo("{\"type\":\"error\",\"message\":\"You have no such chat.\"}");
                assertThat(client.readToClose().closeCode()).isEqualTo(4004);
            }
        }
    }

    @Test
    void attachingAfterAnEventThatIsNotThereIsRefused() {
        for (var after : List.of(2L, 1000L, Long.MAX_VALUE)) {
            try (var client = attach(after)) {
                assertThat(client.hear()).contains("This chat has no event " + after);
                assertThat(client.readToClose().closeCode()).isEqualTo(1000);
            }
        }
    }

    @Test
    void reconnectingAgainAndAgainLosesAndRepeatsNothing() {
        lucid.append(chat, Samples.started());
        var heard = new ArrayList<String>();
        for (var round = 0; round < 50; round++) {
            try (var client = attach(heard.size())) {
                lucid.append(chat, new ChatFact.Said("before " + round));
                lucid.append(chat, new ChatRequest.UserMessaged("between " + round, ChatRequest.Delivery.STEER, false));
                var wanted = 1 + round % 3;
                while (wanted > 0 && heard.size() < chat.size()) {
                    var frame = client.hear();
                    if (frame.contains("\"seq\"")) {
                        heard.add(frame);
                        wanted--;
                    }
                }
            }
        }
        try (var client = attach(heard.size())) {
            while (heard.size() < chat.size()) {
                var frame = client.hear();
                if (frame.contains("\"seq\"")) {
                    heard.add(frame);
                }
            }
        }

        assertThat(heard)
                .isEqualTo(chat.events(0, 1000).stream().map(EventFrames::text).toList());
    }

    private void twoTurns() {
        for (var turn = 0; turn < 2; turn++) {
            if (turn > 0) {
                lucid.append(chat, new ChatRequest.UserMessaged("more", ChatRequest.Delivery.STEER, false));
            }
            lucid.append(chat, Samples.started());
            lucid.append(chat, Samples.called(Samples.command("touch a")));
            lucid.append(chat, Samples.event("reply"));
            lucid.append(chat, Samples.finished(new ToolResult.CommandEnded(0, "", false)));
            lucid.append(chat, new ChatFact.TurnEnded(new StopReason.Finished("done")));
        }
    }

    private TestClient attach(long after) {
        var client = server.connect();
        client.say("{\"type\":\"attach\",\"chatId\":\"" + chat.profile().id() + "\",\"after\":" + after + "}");
        return client;
    }

    private static List<String> eventsUntilStatus(TestClient client, String status) {
        return client.hearUntil(frame -> frame.contains("\"status\":\"" + status + "\"")).stream()
                .filter(frame -> frame.contains("\"seq\""))
                .toList();
    }

    private static List<String> words(List<String> frames) {
        return frames.stream()
                .map(frame -> SocketTest.words(Json.read(frame).orElseThrow()))
                .toList();
    }
}

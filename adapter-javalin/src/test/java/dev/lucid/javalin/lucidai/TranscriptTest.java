package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.javalin.PlayedChat;
import dev.lucid.javalin.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A whole conversation with the scripted model, as a client hears it, to the letter. */
class TranscriptTest {
    private static final WorkspacePath HELLO = WorkspacePath.of("hello.py");

    private final List<String> heard = new ArrayList<>();

    @Test
    void helloWorldIsToldAsItAlwaysWas() throws IOException {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.say("{\"task\":\"print hello world\",\"modelProvider\":\"anthropic\"}");
            heard.addAll(client.hearUntil(has("InitialTask")));
            play(server, server.lucid().only());
            heard.addAll(client.hearUntil(has("\"completed\"")));
            client.say("{\"type\":\"ping\"}");
            heard.add(client.hear());
            client.say("{\"type\":\"message\",\"content\":\"Now add unit tests\"}");
            heard.add(client.hear());
        }

        assertThat(String.join("\n", heard)).isEqualTo(golden());
    }

    private static void play(TestServer server, PlayedChat chat) {
        var lucid = server.lucid();
        lucid.append(chat, Samples.started());
        lucid.append(chat, Samples.thought("Let me break this down into steps…"));
        call(server, chat, 1, Samples.command("mkdir -p src"), new ToolResult.CommandEnded(0, "", false));
        call(
                server,
                chat,
                2,
                new ToolUse.WriteFile(HELLO, "print(\"Hello, World!\")"),
                new ToolResult.FileWritten(HELLO, true, "+print(\"Hello, World!\")"));
        call(
                server,
                chat,
                3,
                Samples.command("python /workspace/hello.py"),
                new ToolResult.CommandEnded(0, "Hello, World!", false));
        lucid.append(chat, new ChatFact.Said("It prints."));
        lucid.append(chat, new ChatFact.TurnEnded(new StopReason.Finished("It prints.")));
    }

    private static void call(TestServer server, PlayedChat chat, int number, ToolUse use, ToolResult result) {
        var id = new CallId(new UUID(0x4000L, 0x8000_0000_0000_ca11L + number));
        server.lucid().append(chat, new ChatFact.ToolCalled(new ToolCall(id, use)));
        server.lucid().append(chat, new ChatFact.ToolFinished(id, use.tool(), result));
    }

    private static Predicate<String> has(String part) {
        return frame -> frame.contains(part);
    }

    private static String golden() throws IOException {
        try (var in = TranscriptTest.class.getResourceAsStream("transcript.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}

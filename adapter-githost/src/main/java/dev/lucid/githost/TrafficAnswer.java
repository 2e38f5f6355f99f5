package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lucid.port.change.GitTraffic.Answer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;

/** The answers that a client's git may get. */
final class TrafficAnswer {
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int TOO_LARGE = 413;
    private static final int BAD_GATEWAY = 502;

    private TrafficAnswer() {}

    static Answer of(Conversation conversation, InputStream body) {
        return new Answer(200, Map.of("Content-Type", conversation.answeredType(), "Cache-Control", "no-cache"), body);
    }

    static Answer of(Conversation conversation, byte[] body) {
        return of(conversation, new ByteArrayInputStream(body));
    }

    static Answer refused(String words) {
        return words(FORBIDDEN, words);
    }

    static Answer busy() {
        return words(CONFLICT, "Another push of this session is under way. Try again when it has ended.");
    }

    static Answer tooLarge() {
        return words(TOO_LARGE, "The request is larger than Lucid takes.");
    }

    /** The origin could or would not. */
    static Answer failed(String words) {
        return words(BAD_GATEWAY, words);
    }

    /** Git shows a plain text to whoever called it. */
    private static Answer words(int status, String words) {
        return new Answer(
                status,
                Map.of("Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-cache"),
                new ByteArrayInputStream((words + "\n").getBytes(UTF_8)));
    }
}

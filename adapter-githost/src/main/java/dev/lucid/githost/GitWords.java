package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What git says beside its output: told line by line as it comes, the last lines kept for a failure's message. */
final class GitWords {
    private static final int LINES_KEPT = 20;
    private static final int MAX_LINE = 500;
    private static final Pattern PROGRESS = Pattern.compile("(remote: )?[A-Z][a-z]+ [a-z ]+:? +\\d+%.*|.*, done\\.");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Deque<String> last = new ArrayDeque<>();
    private final Consumer<String> listener;
    private final Thread reader;

    private GitWords(InputStream in, Consumer<String> listener) {
        this.listener = listener;
        this.reader = Thread.ofVirtual().name("lucid-git-words").unstarted(() -> read(in));
    }

    static GitWords of(InputStream in, Consumer<String> listener) {
        var words = new GitWords(in, listener);
        words.reader.start();
        return words;
    }

    /** The last lines that are no mere progress. */
    String last() throws InterruptedException {
        reader.join(PATIENCE);
        synchronized (last) {
            return String.join("\n", last);
        }
    }

    private void read(InputStream in) {
        var line = new StringBuilder();
        try (Reader characters = new InputStreamReader(in, UTF_8)) {
            for (int next = characters.read(); next >= 0; next = characters.read()) {
                if (next == '\n' || next == '\r') {
                    tell(line);
                } else if (line.length() < MAX_LINE) {
                    line.append((char) next);
                }
            }
        } catch (IOException _) {
            // git was killed in the middle of a sentence
        }
        tell(line);
    }

    private void tell(StringBuilder text) {
        // a far server's words come through here, too: they must not steer the terminal that shows them
        String line = text.toString()
                .replaceAll("\u001b\\[[0-9;]*[A-Za-z]", "")
                .replaceAll("\\p{Cntrl}", "")
                .strip();
        text.setLength(0);
        if (line.isEmpty()) {
            return;
        }
        listener.accept(line);
        if (!PROGRESS.matcher(line).matches()) {
            synchronized (last) {
                last.addLast(line);
                if (last.size() > LINES_KEPT) {
                    last.removeFirst();
                }
            }
        }
    }
}

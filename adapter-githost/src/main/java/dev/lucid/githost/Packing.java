package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.lucid.domain.change.Author;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.change.Repositories.Pack;
import dev.lucid.port.change.Repositories.PackRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How work leaves a sandbox: a script, run inside it, commits what lies in the workspace and writes the branch as a
 * bundle. After an agent had the workspace, git runs in it nowhere else: what the agent may have planted there runs
 * where the agent runs, and no hook runs at all. Running it again gives the same branch, with what was added since.
 */
final class Packing {
    /** The trailer that names the chat in each commit. */
    static final String TRAILER = "Lucid-Chat";

    private static final WorkspacePath BUNDLE = WorkspacePath.of(".git/lucid-handover.bundle");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
    private static final int MAX_SUBJECT = 120;

    private Packing() {}

    /** Fails with {@link IllegalArgumentException} if the base is not a whole commit id. */
    static Pack of(PackRequest request) {
        if (!COMMIT.matcher(request.base()).matches()) {
            throw new IllegalArgumentException("Not a commit: " + request.base());
        }
        Author author = named(request.author());
        var given = Map.of(
                "branch", request.branch().value(),
                "base", request.base(),
                "bundle", BUNDLE.relative(),
                "subject", firstLine(request.subject()),
                "trailer", TRAILER + ": " + request.chat(),
                "nothing", String.valueOf(Repositories.NOTHING_TO_PACK));
        var names = Map.of(
                "GIT_COMMITTER_NAME", Author.LUCID.name(),
                "GIT_COMMITTER_EMAIL", Author.LUCID.email(),
                "GIT_AUTHOR_NAME", author.name(),
                "GIT_AUTHOR_EMAIL", author.email());
        String script = assignments("", given) + assignments("export ", names) + resource("pack.sh");

        return new Pack(script, BUNDLE);
    }

    private static String assignments(String prefix, Map<String, String> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(entry -> prefix + entry.getKey() + "=" + quoted(entry.getValue()) + "\n")
                        .collect(Collectors.joining());
    }

    private static String resource(String name) {
        try (InputStream in = requireNonNull(Packing.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The program's own file " + name + " can't be read", e);
        }
    }

    private static String firstLine(String subject) {
        String line = subject.lines()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("Work");

        return line.length() <= MAX_SUBJECT ? line : line.substring(0, MAX_SUBJECT - 1) + "…";
    }

    /** git refuses a commit by nobody. */
    static Author named(Author author) {
        return author.name().isBlank() || author.email().isBlank() ? Author.LUCID : author;
    }

    private static String quoted(String text) {
        String plain = new String(text.getBytes(UTF_8), UTF_8).replaceAll("\\p{Cntrl}", " ");

        return "'" + plain.replace("'", "'\\''") + "'";
    }
}

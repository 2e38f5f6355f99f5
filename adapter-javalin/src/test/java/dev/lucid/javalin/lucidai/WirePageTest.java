package dev.lucid.javalin.lucidai;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The page on the wire names what the code says and hears, and nothing else. */
class WirePageTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("lucid.checkout"));
    private static final String PAGE = read(CHECKOUT.resolve("docs/wire.md"));

    /** What all frames of events have. */
    private static final List<String> COMMON =
            List.of("type", "chatId", "seq", "id", "event", "eventType", "content", "timestamp");

    @Test
    void eachEventIsThereWithItsFieldsAndNoOther() {
        assertThat(rows("Events")).isEqualTo(events());
    }

    @Test
    void eachTypeOfFrameIsThereAndNoOther() {
        var types = found("open\\(\"(\\w+)\"", "StatusFrames.java");
        types.add("agent_event");

        assertThat(firstNames("What a client hears", "| `type` | is |")).isEqualTo(types);
    }

    @Test
    void eachStatusIsThereAndNoOther() {
        var statuses = found("(?:frame|status)\\((?:chat, )?\"(\\w+)\"", "Standing.java");
        statuses.addAll(found("put\\(\"status\", (?:scripted \\? )?\"(\\w+)\"", "StatusFrames.java"));
        statuses.addAll(found("\"mock_mode\" : \"(\\w+)\"", "StatusFrames.java"));

        assertThat(statuses).contains("running", "ready", "mock_mode", "waiting", "completed");
        assertThat(firstNames("What a client hears", "| `status` | means |")).isEqualTo(statuses);
    }

    @Test
    void eachTypeOfMessageIsThereAndNoOther() {
        var types = found("case \"(\\w+)\" ->", "ClientFrames.java");
        types.removeAll(Set.of("allow", "deny", "always"));
        types.remove("attach"); // said first, and shown by an example
        types.add("message");

        assertThat(PAGE).contains("{\"type\": \"attach\", \"chatId\": ");
        assertThat(firstNames("What a client says then", "| `type` | with |")).isEqualTo(types);
    }

    @Test
    void eachFieldOfAMessageIsThere() {
        var reading = "(?:text|line|flag|secret|path)\\(\"(\\w+)\"";
        var fields = found(reading, "ClientFrames.java");
        fields.addAll(found(reading, "Fields.java"));
        fields.addAll(found(reading, "Wishes.java"));

        assertThat(fields).contains("task", "after", "call", "decision", "key", "gitToken", "pullRequest");
        assertThat(fields).allSatisfy(field -> assertThat(PAGE).containsPattern("[`\"]" + field + "[`\"]"));
    }

    @Test
    void eachCloseCodeIsThere() {
        var codes = Arrays.stream(CloseCode.values())
                .map(code -> String.valueOf(code.number()))
                .collect(toCollection(TreeSet::new));
        codes.addAll(found("= (1\\d{3});", "../Lines.java"));

        assertThat(codes).contains("1012", "4001");
        assertThat(codes).allSatisfy(code -> assertThat(PAGE).contains("| " + code + " | "));
    }

    /** By event type: the kind, and the fields that are not common to all. Imported events bring names of their own. */
    private static Map<String, Set<String>> events() {
        var events = new TreeMap<String, Set<String>>();
        Samples.EVENTS.forEach((name, event) -> {
            if (!name.startsWith("imported")) {
                var frame = Json.read(EventFrames.text(Samples.stored(event))).orElseThrow();
                var about = events.computeIfAbsent(frame.path("eventType").textValue(), _ -> new TreeSet<>());
                about.add(frame.path("event").textValue());
                StreamSupport.stream(((Iterable<String>) frame::fieldNames).spliterator(), false)
                        .filter(field -> !COMMON.contains(field))
                        .forEach(about::add);
            }
        });

        return events;
    }

    /** The table below a heading, by the first name of each row: all the other names in it. */
    private static Map<String, Set<String>> rows(String heading) {
        var rows = new TreeMap<String, Set<String>>();
        section(heading)
                .lines()
                .filter(line -> line.matches("\\| `[A-Z]\\w+` .*"))
                .map(line -> names(line).toList())
                .forEach(names -> rows.put(names.getFirst(), new TreeSet<>(names.subList(1, names.size()))));

        return rows;
    }

    /** The names in the first column of the table whose head begins so. */
    private static Set<String> firstNames(String heading, String head) {
        return section(heading)
                .lines()
                .dropWhile(line -> !line.startsWith(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .flatMap(line -> names(line.split("\\|", -1)[1]))
                .collect(toCollection(TreeSet::new));
    }

    private static Stream<String> names(String text) {
        return Pattern.compile("`(\\w+)`").matcher(text).results().map(name -> name.group(1));
    }

    private static String section(String heading) {
        return PAGE.split("\n## " + heading + "\n", 2)[1].split("\n## ", 2)[0];
    }

    private static Set<String> found(String pattern, String file) {
        var source = read(CHECKOUT.resolve("adapter-javalin/src/main/java/dev/lucid/javalin/lucidai")
                .resolve(file));

        return Pattern.compile(pattern)
                .matcher(source)
                .results()
                .map(found -> found.group(1))
                .collect(toCollection(TreeSet::new));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

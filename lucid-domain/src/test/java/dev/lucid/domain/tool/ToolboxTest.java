package dev.lucid.domain.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ToolboxTest {
    static List<Map.Entry<String, Map<String, Object>>> calls() {
        return List.of(
                Map.entry(Toolbox.RUN_COMMAND, Map.of("command", "ls", "seconds", 5, "background", true)),
                Map.entry(Toolbox.READ_FILE, Map.of("path", "a/b", "from", 3, "lines", 10)),
                Map.entry(Toolbox.WRITE_FILE, Map.of("path", "a", "content", "")),
                Map.entry(Toolbox.EDIT_FILE, Map.of("path", "a", "before", "x", "after", "y", "all", true)),
                Map.entry(Toolbox.LIST_FILES, Map.of("path", "src", "depth", 2)),
                Map.entry(Toolbox.SEARCH, Map.of("pattern", "a.*b", "path", "src")),
                Map.entry(Toolbox.FETCH_PAGE, Map.of("url", "https://example.com/?a=b")),
                Map.entry(Toolbox.FINISH, Map.of("summary", "done")));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void whatIsReadIsWrittenBackAsItWas(Map.Entry<String, Map<String, Object>> call) {
        var use = Toolbox.read(call.getKey(), call.getValue());

        assertThat(use).isNotInstanceOf(ToolUse.Unusable.class);
        assertThat(use.tool()).isEqualTo(call.getKey());
        assertThat(Toolbox.arguments(use)).isEqualTo(call.getValue());
    }

    @Test
    void eachToolIsDescribedAndEachDescribedToolIsKnown() {
        assertThat(Toolbox.specs())
                .extracting(ToolSpec::name)
                .containsExactlyElementsOf(
                        calls().stream().map(Map.Entry::getKey).toList());
    }

    @Test
    void runningACommandAlwaysWrites() {
        assertThat(Toolbox.read(Toolbox.RUN_COMMAND, Map.of("command", "ls")).effect())
                .isEqualTo(Effect.WRITES);
    }

    @Test
    void whatDoesNotFitSaysWhy() {
        assertThat(problem(Toolbox.RUN_COMMAND, Map.of())).isEqualTo("The argument 'command' is missing.");
        assertThat(problem(Toolbox.RUN_COMMAND, Map.of("command", 3)))
                .isEqualTo("The argument 'command' must be a string.");
        assertThat(problem(Toolbox.RUN_COMMAND, Map.of("command", "ls", "seconds", 0.5)))
                .isEqualTo("The argument 'seconds' must be a whole number from 1 to 1800.");
        assertThat(problem(Toolbox.READ_FILE, Map.of("path", "../x")))
                .startsWith("The path leads out of the workspace");
        assertThat(problem(Toolbox.FETCH_PAGE, Map.of("url", "no address"))).contains("no address");
        assertThat(problem("rm_rf", Map.of("a", 1))).isEqualTo("There is no tool 'rm_rf'.");
    }

    @Test
    void whateverAModelSendsIsReadWithoutFailure() {
        for (var seed = 0L; seed < 3000; seed++) {
            var random = new SplittableRandom(seed);
            var arguments = new LinkedHashMap<String, Object>();
            for (var name : List.of("command", "path", "content", "before", "after", "seconds", "url", "pattern")) {
                if (random.nextBoolean()) {
                    arguments.put(name, junk(random));
                }
            }
            var tool =
                    Toolbox.specs().get(random.nextInt(Toolbox.specs().size())).name();

            var use = Toolbox.read(tool, arguments);
            assertThat(use.tool()).as("seed %d", seed).isEqualTo(tool);
            if (use instanceof ToolUse.Unusable unusable) {
                assertThat(unusable.problem()).as("seed %d", seed).isNotBlank();
            } else {
                assertThat(Toolbox.read(tool, Toolbox.arguments(use)))
                        .as("seed %d", seed)
                        .isEqualTo(use);
            }
        }
    }

    private static Object junk(SplittableRandom random) {
        return switch (random.nextInt(7)) {
            case 0 -> "";
            case 1 -> random.nextDouble() * 1e12;
            case 2 -> List.of(1, Map.of());
            case 3 -> "\0../\uD800";
            case 4 -> Double.NaN;
            case 5 -> random.nextBoolean();
            default -> "text";
        };
    }

    private static String problem(String tool, Map<String, Object> arguments) {
        return ((ToolUse.Unusable) Toolbox.read(tool, arguments)).problem();
    }
}

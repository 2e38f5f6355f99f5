package dev.lucid.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that the page shows can be played. */
class ScriptsPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void examplesAreScripts(@TempDir Path folder) throws IOException {
        var page = Files.readString(Path.of("..", "docs", "scripts.md"));
        var examples = EXAMPLE.matcher(page).results().map(MatchResult::group).toList();

        assertThat(examples).hasSize(2).allSatisfy(example -> {
            var script = example.substring("```yaml\n".length(), example.length() - "```".length());
            var file = Files.writeString(folder.resolve("example.yaml"), script);
            assertThatCode(() -> ScriptedModel.reading(file)).doesNotThrowAnyException();
        });
    }
}

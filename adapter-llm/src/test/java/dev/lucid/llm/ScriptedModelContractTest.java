package dev.lucid.llm;

import dev.lucid.domain.model.ModelReply;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.testkit.LanguageModelContract;
import java.util.List;
import java.util.Optional;

class ScriptedModelContractTest implements LanguageModelContract {
    @Override
    public LanguageModel saying(ModelReply reply) {
        var calls = reply.uses().stream()
                .map(use -> new ScriptFile.Call(use.tool(), Toolbox.arguments(use)))
                .toList();
        var usage = new ScriptFile.Usage(
                reply.usage().input(), reply.usage().cached(), reply.usage().output());

        return always(
                new ScriptFile.Turn(reply.thinking().map(Thinking::text).orElse(""), reply.text(), calls, usage, 0));
    }

    @Override
    public LanguageModel fallingSilent() {
        return always(new ScriptFile.Turn("", "Nothing after this", List.of(), ScriptFile.Usage.NONE, 60_000));
    }

    private static LanguageModel always(ScriptFile.Turn turn) {
        var answer = new ScriptFile.Answer(Optional.empty(), Optional.empty(), List.of(), List.of(turn));

        return ScriptedModel.of(new ScriptFile(false, List.of(), List.of(answer)));
    }
}

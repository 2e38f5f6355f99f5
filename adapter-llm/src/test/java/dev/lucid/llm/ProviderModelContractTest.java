package dev.lucid.llm;

import dev.lucid.domain.model.ModelReply;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.testkit.LanguageModelContract;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Each provider's model against a server that speaks the provider's protocol. */
class ProviderModelContractTest {
    @Nested
    class Anthropic extends OverTheWire {
        Anthropic() {
            super(new AnthropicWire());
        }
    }

    @Nested
    class OpenAi extends OverTheWire {
        OpenAi() {
            super(new OpenAiWire());
        }
    }

    @Nested
    class Gemini extends OverTheWire {
        Gemini() {
            super(new GeminiWire());
        }
    }

    abstract static class OverTheWire implements LanguageModelContract {
        private final Wire wire;
        private final FakeProvider provider;

        OverTheWire(Wire wire) {
            this.wire = wire;
            this.provider = new FakeProvider(wire, FakeProvider.PATIENT);
        }

        @Override
        public LanguageModel saying(ModelReply reply) {
            var parts = new ArrayList<Said.Part>();
            reply.thinking().map(Thinking::text).ifPresent(text -> parts.add(new Said.Part.Thought(text, "c2VhbA==")));
            if (!reply.text().isEmpty()) {
                parts.add(new Said.Part.Text(reply.text()));
            }
            reply.uses().forEach(use -> parts.add(new Said.Part.Call(use.tool(), Json.text(Toolbox.arguments(use)))));
            var used = reply.usage();

            return provider.says(Said.of(parts.toArray(Said.Part[]::new))
                            .using(used.input() - used.cached(), used.cached(), 0, used.output()))
                    .model();
        }

        @Override
        public LanguageModel fallingSilent() {
            return provider.sends(wire.stream(Said.text("A few words, and then a long silence.")), new Way.Stalled(700))
                    .model();
        }

        @AfterEach
        void close() {
            provider.close();
        }
    }
}

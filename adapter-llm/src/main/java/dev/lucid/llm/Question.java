package dev.lucid.llm;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.Prompt.Message;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one call to a provider is made from. */
record Question(
        Provider provider, ModelRef ref, ModelCard card, Prompt prompt, Gatherer gatherer, FailureReader failures) {
    /** The address without a slash at its end, as the vendor's library takes it. */
    String address() {
        var address = provider.address().toString();

        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    /** The key, or nothing for a server that needs none. */
    @Nullable
    String key() {
        return provider.key().map(ApiKey::value).orElse(null);
    }

    /** What is asked, in the vendor's words; {@code thinking} says which thoughts the provider wants to see again. */
    ChatRequest request(Function<Message.Assistant, Optional<String>> thinking) {
        return ChatRequest.builder()
                .messages(Messages.of(prompt, thinking))
                .toolSpecifications(Messages.tools(prompt))
                .build();
    }

    /** The model's own messages, in order. */
    List<Message.Assistant> replies() {
        return prompt.messages().stream()
                .filter(Message.Assistant.class::isInstance)
                .map(Message.Assistant.class::cast)
                .toList();
    }

    /** The replies since the person last said something: the work that is under way. */
    List<Message.Assistant> current() {
        var messages = prompt.messages();
        var from = messages.size();
        while (from > 0 && !(messages.get(from - 1) instanceof Message.User)) {
            from--;
        }

        return messages.subList(from, messages.size()).stream()
                .filter(Message.Assistant.class::isInstance)
                .map(Message.Assistant.class::cast)
                .toList();
    }
}

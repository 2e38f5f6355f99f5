package dev.lucid.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.chat.StartChat;
import java.util.Optional;

/** How what is to be started is kept: as JSON, without whose it is and without its secrets. */
final class StartForm {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StartForm() {}

    static String write(StartChat.Command start) {
        var json = JSON.createObjectNode().put("task", start.task()).put("pull_request", start.pullRequest());
        start.model().ifPresent(model -> json.put("model", model));
        start.repository().ifPresent(repository -> json.set("repository", write(repository)));
        start.project().ifPresent(project -> json.put("project", project));
        start.label().ifPresent(label -> json.put("label", label));
        start.key().ifPresent(key -> json.put("key", key));
        return StorableJson.of(json).toString();
    }

    static StartChat.Command read(String text, UserId user, ChatSecrets secrets) {
        try {
            var fields = new Fields(JSON.readTree(text));
            return new StartChat.Command(
                    user,
                    fields.text("task"),
                    fields.optionalText("model"),
                    repository(fields),
                    fields.flag("pull_request"),
                    secrets,
                    fields.optionalText("project"),
                    fields.optionalText("label"),
                    fields.optionalText("key"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The database keeps JSON as JSON", e);
        }
    }

    private static ObjectNode write(RepositoryRef repository) {
        var json = JSON.createObjectNode()
                .put("address", repository.address())
                .put("author_name", repository.author().name())
                .put("author_email", repository.author().email());
        repository.branch().ifPresent(branch -> json.put("branch", branch));
        return json;
    }

    private static Optional<RepositoryRef> repository(Fields fields) {
        if (!fields.json().hasNonNull("repository")) {
            return Optional.empty();
        }
        var repository = new Fields(fields.json().required("repository"));
        return Optional.of(new RepositoryRef(
                repository.text("address"),
                repository.optionalText("branch"),
                new Author(repository.text("author_name"), repository.text("author_email"))));
    }
}

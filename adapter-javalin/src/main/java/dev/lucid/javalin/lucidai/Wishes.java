package dev.lucid.javalin.lucidai;

import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.Secret;
import dev.lucid.javalin.Inputs;
import java.util.Optional;

/** What a client may say beside a task, over whatever it says it. Each name is a field's. */
interface Wishes {
    /** As long as a token or key may be. */
    int MAX_SECRET = 16_384;

    /** As long as a key may be by which what is sent twice is known again. */
    int MAX_KEY = 256;

    /** A text in one line that says something, of at most that many characters; empty if there is none. */
    Optional<String> line(String name, int max);

    /** A text in one line of a usual length. */
    default Optional<String> line(String name) {
        return line(name, Inputs.MAX_LINE);
    }

    /** Whether something is wanted. */
    boolean flag(String name);

    /** The task with all that was said beside it. */
    default ClientFrame.Start start(String task, Optional<String> key) {
        return new ClientFrame.Start(
                task, model(), repository(), flag("pullRequest"), secrets(), line("projectId"), key);
    }

    /** The model by its own name, its provider's, or both. */
    private Optional<String> model() {
        var provider = line("modelProvider").or(() -> line("model_provider"));
        var model = line("model");
        if (model.isEmpty() || provider.isEmpty() || model.get().contains("/")) {
            return model.or(() -> provider);
        }

        return Optional.of(provider.get() + "/" + model.get());
    }

    private Optional<RepositoryRef> repository() {
        var author = new Author(
                line("gitUserName").orElse(Author.LUCID.name()),
                line("gitUserEmail").orElse(Author.LUCID.email()));
        var branch = line("branch");

        return line("repoUrl").map(address -> new RepositoryRef(address, branch, author));
    }

    private ChatSecrets secrets() {
        return new ChatSecrets(secret("gitToken"), secret("apiKey").or(() -> secret("api_key")));
    }

    private Optional<Secret> secret(String name) {
        return line(name, MAX_SECRET).map(Secret::new);
    }
}

package dev.lucid.port.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import java.time.Duration;
import java.util.Optional;

/** Somebody gives Lucid a task: a chat opens, with the task as its first message, and an agent goes to work. */
public interface StartChat {
    Outcome start(Command command);

    /**
     * A task and how to do it.
     *
     * @param model a provider's or a model's name, else the standard one
     * @param pullRequest whether a pull request is to be opened once work was brought to the repository's origin
     * @param project a client's own name for what the chat belongs to; kept with the chat
     * @param label a client's own name for the user, where there are no accounts: kept with the chat, for clients that
     *     name themselves on each call and are held to the name they began with
     * @param key an idempotency key: the same key from the same user is the same chat
     */
    record Command(
            UserId user,
            String task,
            Optional<String> model,
            Optional<RepositoryRef> repository,
            boolean pullRequest,
            ChatSecrets secrets,
            Optional<String> project,
            Optional<String> label,
            Optional<String> key) {
        public Command {
            requireNonNull(user, "user");
            requireNonNull(task, "task");
            requireNonNull(model, "model");
            requireNonNull(repository, "repository");
            requireNonNull(secrets, "secrets");
            requireNonNull(project, "project");
            requireNonNull(label, "label");
            requireNonNull(key, "key");
        }

        /** Without secrets and without a pull request. */
        public Command(
                UserId user,
                String task,
                Optional<String> model,
                Optional<RepositoryRef> repository,
                Optional<String> project,
                Optional<String> label,
                Optional<String> key) {
            this(user, task, model, repository, false, ChatSecrets.NONE, project, label, key);
        }

        /** A task and nothing else. */
        public Command(UserId user, String task) {
            this(user, task, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        /** The same under that key. */
        public Command withKey(String given) {
            return new Command(user, task, model, repository, pullRequest, secrets, project, label, Optional.of(given));
        }

        /** The same, with a pull request at its end. */
        public Command withPullRequest() {
            return new Command(user, task, model, repository, true, secrets, project, label, key);
        }

        /** The same with those secrets. */
        public Command with(ChatSecrets given) {
            return new Command(user, task, model, repository, pullRequest, given, project, label, key);
        }
    }

    /** Closed for ever. */
    sealed interface Outcome {
        /** The chat is stored, and a runner will take it up; {@code repeated} when this key had started it before. */
        record Started(ChatProfile chat, StoredEvent task, boolean repeated) implements Outcome {}

        /** Nothing was started; the message says why and what to do. */
        record Refused(String message) implements Outcome {}

        /** Nothing was started, as so much of this user's is at work already; the same may be asked again after a while. */
        record TooMany(String message, Duration retryAfter) implements Outcome {}
    }
}

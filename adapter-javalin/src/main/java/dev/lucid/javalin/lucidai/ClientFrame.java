package dev.lucid.javalin.lucidai;

import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.chat.StartChat;
import java.util.Optional;

/** What a client says over the socket. */
sealed interface ClientFrame {
    /** First: a task for a new chat. */
    record Start(
            String task,
            Optional<String> model,
            Optional<RepositoryRef> repository,
            boolean pullRequest,
            ChatSecrets secrets,
            Optional<String> project,
            Optional<String> key)
            implements ClientFrame {
        StartChat.Command by(UserId user) {
            return new StartChat.Command(
                    user, task, model, repository, pullRequest, secrets, project, Optional.empty(), key);
        }

        /** Clients name a model they would like; where nothing but the scripted one is there, that plays. */
        Start withAnyModel() {
            return new Start(task, Optional.empty(), repository, pullRequest, secrets, project, key);
        }
    }

    /** First: a session that was prepared is to start. */
    record Begin(SessionId session) implements ClientFrame {}

    /** First: on with a chat, from after that event. */
    record Attach(ChatId chat, long after) implements ClientFrame {}

    /** A message for the agent; {@code model} only repeats which one the chat has. */
    record Message(String content, Optional<String> model, Optional<String> key) implements ClientFrame {}

    /** Stop, pause, resume, or a decision about a call. */
    record Control(ChatRequest request, Optional<String> key) implements ClientFrame {}

    /** Answered with a pong, at any time. */
    record Ping() implements ClientFrame {}

    /** The client should have said something else; {@code message} tells it what. */
    record Unfit(Problem problem, String message) implements ClientFrame {}

    /** How wrong it was. */
    enum Problem {
        /** There is no task where one must be. */
        NO_TASK,
        /** There can be no chat of that id. */
        NO_CHAT,
        /** There can be no session of that id. */
        NO_SESSION,
        /** It can't be understood. */
        UNCLEAR
    }
}

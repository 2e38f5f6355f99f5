package dev.lucid.cli.remote;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks a server for what a person wants. Each request bears a key, so that asking again after an answer got lost does
 * nothing twice.
 */
final class RemoteRequests implements StartChat, SendMessage, ControlTurn {
    private final RemoteServer server;
    private final RemoteChats chats;

    RemoteRequests(RemoteServer server, RemoteChats chats) {
        this.server = requireNonNull(server, "server");
        this.chats = requireNonNull(chats, "chats");
    }

    @Override
    public StartChat.Outcome start(StartChat.Command command) {
        var body = keyed(command.key()).put("task", command.task());
        command.model().ifPresent(model -> body.put("model", model));
        command.project().ifPresent(project -> body.put("projectId", project));
        command.repository().ifPresent(repository -> {
            body.put("repoUrl", repository.address())
                    .put("gitUserName", repository.author().name())
                    .put("gitUserEmail", repository.author().email());
            repository.branch().ifPresent(branch -> body.put("branch", branch));
        });
        if (command.pullRequest()) {
            body.put("pullRequest", true);
        }
        command.secrets().gitToken().ifPresent(secret -> body.put("gitToken", secret.reveal()));
        command.secrets().modelKey().ifPresent(secret -> body.put("apiKey", secret.reveal()));
        var reply = server.post("/api/v1/chats", body);

        return reply.isOk()
                ? new StartChat.Outcome.Started(
                        Profiles.read(reply.body().path("chat")),
                        chats.event(reply.body().path("event")),
                        reply.body().path("repeated").booleanValue())
                : new StartChat.Outcome.Refused(reply.detail());
    }

    @Override
    public SendMessage.Outcome send(SendMessage.Command command) {
        var body = keyed(command.key())
                .put("type", "message")
                .put("content", command.text())
                .put("queue", command.delivery() == Delivery.QUEUE);
        var reply = server.post(RemoteChats.events(command.chat()), body);
        if (reply.status() == RemoteChats.NOT_FOUND) {
            return new SendMessage.Outcome.NoSuchChat();
        }

        return reply.isOk()
                ? new SendMessage.Outcome.Sent(
                        chats.event(reply.body().path("event")),
                        reply.body().path("repeated").booleanValue())
                : new SendMessage.Outcome.Refused(reply.detail());
    }

    @Override
    public ControlTurn.Outcome control(ControlTurn.Command command) {
        return control(command.chat(), said(keyed(command.key()), command.request()));
    }

    private ControlTurn.Outcome control(ChatId chat, ObjectNode body) {
        var reply = server.post(RemoteChats.events(chat), body);
        if (reply.status() == RemoteChats.NOT_FOUND) {
            return new ControlTurn.Outcome.NoSuchChat();
        }
        if (!reply.isOk()) {
            throw new PortFailure.Permanent("The server did not understand what it was asked: " + reply.detail());
        }
        return new ControlTurn.Outcome.Requested(chats.event(reply.body().path("event")));
    }

    private static ObjectNode said(ObjectNode body, ChatRequest request) {
        return switch (request) {
            case ChatRequest.StopRequested _ -> body.put("type", "stop");
            case ChatRequest.PauseRequested _ -> body.put("type", "pause");
            case ChatRequest.ResumeRequested _ -> body.put("type", "resume");
            case ChatRequest.ApprovalGiven(var call, var decision) ->
                body.put("type", "approve")
                        .put("call", call.toString())
                        .put("decision", decision.name().toLowerCase(Locale.ROOT));
            case ChatRequest.SessionEndRequested _, ChatRequest.UserMessaged _ ->
                throw new IllegalArgumentException("A command line asks for no such thing");
        };
    }

    private ObjectNode keyed(Optional<String> key) {
        return server.object().put("key", key.orElseGet(() -> UUID.randomUUID().toString()));
    }
}

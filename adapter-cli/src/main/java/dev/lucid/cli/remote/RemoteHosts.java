package dev.lucid.cli.remote;

import static dev.lucid.cli.remote.Profiles.perhaps;
import static dev.lucid.cli.remote.Profiles.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.Integration;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.port.PortFailure;
import dev.lucid.port.integration.ConnectHosts;
import dev.lucid.port.integration.HostAnswer;
import java.net.URLEncoder;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The git hosts that whoever's token is shown has connected on a server. */
final class RemoteHosts implements ConnectHosts {
    private static final String ALL = "/api/v1/integrations";

    private final RemoteServer server;

    RemoteHosts(RemoteServer server) {
        this.server = requireNonNull(server, "server");
    }

    @Override
    public Answer<Integration> connect(Command command) {
        var body = server.object()
                .put("provider", command.provider().lower())
                .put("token", command.token().reveal());
        command.host().ifPresent(host -> body.put("gitlabUrl", host));
        var reply = server.post(ALL, body);

        return answer(
                reply,
                _ -> list(command.user()).stream()
                        .filter(one -> one.provider() == command.provider())
                        .findFirst()
                        .orElseThrow(() -> new PortFailure.Permanent("The server has forgotten the token already.")));
    }

    @Override
    public List<Integration> list(UserId user) {
        var reply = server.get(ALL);
        if (!reply.isOk()) {
            throw new PortFailure.Permanent("The server did not tell its integrations: " + reply.detail());
        }
        return each(reply.body().path("integrations"), one -> integration(user, one));
    }

    @Override
    public boolean disconnect(UserId user, GitProvider provider) {
        return server.delete(path(provider)).isOk();
    }

    @Override
    public Answer<List<HostedRepository>> repositories(UserId user, GitProvider provider) {
        return answer(
                server.get(path(provider) + "/repos"), reply -> each(reply.path("repos"), RemoteHosts::repository));
    }

    @Override
    public Answer<List<String>> branches(UserId user, GitProvider provider, String repository) {
        return answer(
                server.get(path(provider) + "/branches?repo=" + URLEncoder.encode(repository, UTF_8)),
                reply -> each(reply.path("branches"), JsonNode::asText));
    }

    @Override
    public Answer<PullRequest> open(Opening opening) {
        var draft = opening.draft();
        var body = server.object()
                .put("repoUrl", draft.repository())
                .put("branch", draft.branch())
                .put("baseBranch", draft.base())
                .put("title", draft.title())
                .put("body", draft.body());
        opening.host().ifPresent(host -> body.put("gitlabUrl", host));

        return answer(
                server.post(path(opening.provider()) + "/pr", body),
                reply -> new PullRequest(
                        text(reply, "prUrl"),
                        reply.path("prNumber").longValue(),
                        text(reply, "title"),
                        text(reply, "state")));
    }

    private static <T> Answer<T> answer(Reply reply, Function<JsonNode, T> reader) {
        if (reply.isOk()) {
            return new Answer.Given<>(reader.apply(reply.body()));
        }
        if (reply.status() == RemoteChats.NOT_FOUND) {
            return new Answer.NotConnected<>();
        }
        var reason = reply.again().isPresent() ? HostAnswer.Reason.RATE_LIMITED : HostAnswer.Reason.REJECTED;
        return new Answer.Failed<>(new HostAnswer.Failed<>(reason, reply.detail(), reply.again()));
    }

    private static String path(GitProvider provider) {
        return ALL + "/" + provider.lower();
    }

    private static Integration integration(UserId user, JsonNode one) {
        return new Integration(
                UUID.fromString(text(one, "id")),
                user,
                GitProvider.named(text(one, "provider"))
                        .orElseThrow(() -> new IllegalArgumentException("A git host that nobody knows")),
                text(one, "externalUsername"),
                text(one, "label"),
                perhaps(one, "scopes").orElse(""),
                perhaps(one, "gitlabUrl"),
                OffsetDateTime.parse(text(one, "createdAt")).toInstant());
    }

    private static HostedRepository repository(JsonNode one) {
        return new HostedRepository(
                text(one, "name"),
                text(one, "fullName"),
                text(one, "url"),
                text(one, "cloneUrl"),
                text(one, "defaultBranch"),
                one.path("private").booleanValue(),
                perhaps(one, "description"));
    }

    private static <T> List<T> each(JsonNode array, Function<JsonNode, T> reader) {
        return StreamSupport.stream(array.spliterator(), false).map(reader).toList();
    }
}

package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.domain.integration.PullRequestDraft;
import dev.lucid.port.integration.HostAnswer.Reason;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GitLab's REST API, version 4, of the public host or one of somebody's own. */
record GitLabApi(HostCall call) implements HostApi {
    static HostSide side(URI api, boolean trusted, Secret token) {
        return new HostSide(
                "GitLab", api, trusted, token, Map.of("PRIVATE-TOKEN", token.reveal(), "Accept", "application/json"));
    }

    @Override
    public String username() throws HostFailure {
        return call.text(call.get("/user"), "username");
    }

    @Override
    public List<HostedRepository> repositories() throws HostFailure {
        return call.pages("/projects?membership=true&order_by=last_activity_at", this::repository);
    }

    private HostedRepository repository(JsonNode node) throws HostFailure {
        return new HostedRepository(
                call.text(node, "name"),
                call.text(node, "path_with_namespace"),
                call.link(node, "web_url"),
                call.link(node, "http_url_to_repo"),
                Optional.ofNullable(node.path("default_branch").textValue()).orElse("main"),
                node.path("visibility").asText().equals("private"),
                Optional.ofNullable(node.path("description").textValue()));
    }

    @Override
    public List<String> branches(RepositoryPath repository) throws HostFailure {
        return call.pages(project(repository) + "/repository/branches?", node -> call.text(node, "name"));
    }

    @Override
    public PullRequest open(RepositoryPath repository, PullRequestDraft draft) throws HostFailure {
        String way = project(repository) + "/merge_requests";
        try {
            return request(call.post(
                    way,
                    Map.of(
                            "title", draft.title(),
                            "description", draft.body(),
                            "source_branch", draft.branch(),
                            "target_branch", draft.base())));
        } catch (HostFailure refused) {
            if (refused.reason() != Reason.REJECTED) {
                throw refused;
            }
            return found(way, draft).orElseThrow(() -> refused);
        }
    }

    /** The one that is open already, for which GitLab refuses another. */
    private Optional<PullRequest> found(String way, PullRequestDraft draft) throws HostFailure {
        JsonNode open = call.get(way + "?state=opened&source_branch=" + URLEncoder.encode(draft.branch(), UTF_8)
                + "&target_branch=" + URLEncoder.encode(draft.base(), UTF_8));

        return open.has(0) ? Optional.of(request(open.get(0))) : Optional.empty();
    }

    private String project(RepositoryPath repository) {
        return "/projects/" + repository.asOneSegment(call.api());
    }

    private PullRequest request(JsonNode node) throws HostFailure {
        if (!node.path("iid").isIntegralNumber()) {
            throw call.notUnderstood();
        }
        return new PullRequest(
                call.link(node, "web_url"),
                node.path("iid").longValue(),
                call.text(node, "title"),
                call.text(node, "state"));
    }
}

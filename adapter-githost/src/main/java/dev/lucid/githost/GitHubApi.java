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

/** GitHub's REST API, version 3, of the public host or an Enterprise server. */
record GitHubApi(HostCall call) implements HostApi {
    static HostSide side(URI api, Secret token) {
        return new HostSide(
                "GitHub",
                api,
                true,
                token,
                Map.of(
                        "Authorization", "Bearer " + token.reveal(),
                        "Accept", "application/vnd.github.v3+json",
                        "X-GitHub-Api-Version", "2022-11-28"));
    }

    @Override
    public String username() throws HostFailure {
        return call.text(call.get("/user"), "login");
    }

    @Override
    public List<HostedRepository> repositories() throws HostFailure {
        return call.pages("/user/repos?sort=updated", this::repository);
    }

    private HostedRepository repository(JsonNode node) throws HostFailure {
        return new HostedRepository(
                call.text(node, "name"),
                call.text(node, "full_name"),
                call.link(node, "html_url"),
                call.link(node, "clone_url"),
                node.path("default_branch").asText("main"),
                node.path("private").asBoolean(),
                Optional.ofNullable(node.path("description").textValue()));
    }

    @Override
    public List<String> branches(RepositoryPath repository) throws HostFailure {
        // a question mark, as the rest of the query follows
        return call.pages("/repos/" + repository.ownerAndName() + "/branches?", node -> call.text(node, "name"));
    }

    @Override
    public PullRequest open(RepositoryPath repository, PullRequestDraft draft) throws HostFailure {
        String way = "/repos/" + repository.ownerAndName() + "/pulls";
        try {
            return request(call.post(
                    way,
                    Map.of(
                            "title", draft.title(),
                            "body", draft.body(),
                            "head", draft.branch(),
                            "base", draft.base())));
        } catch (HostFailure refused) {
            if (refused.reason() != Reason.REJECTED) {
                throw refused;
            }
            return found(way, repository, draft).orElseThrow(() -> refused);
        }
    }

    /** The one that is open already, for which GitHub refuses another. */
    private Optional<PullRequest> found(String way, RepositoryPath repository, PullRequestDraft draft)
            throws HostFailure {
        String head = draft.branch().contains(":") ? draft.branch() : repository.owner() + ":" + draft.branch();
        JsonNode open = call.get(way + "?head=" + URLEncoder.encode(head, UTF_8) + "&base="
                + URLEncoder.encode(draft.base(), UTF_8) + "&state=open");

        return open.has(0) ? Optional.of(request(open.get(0))) : Optional.empty();
    }

    private PullRequest request(JsonNode node) throws HostFailure {
        if (!node.path("number").isIntegralNumber()) {
            throw call.notUnderstood();
        }
        return new PullRequest(
                call.link(node, "html_url"),
                node.path("number").longValue(),
                call.text(node, "title"),
                call.text(node, "state"));
    }
}

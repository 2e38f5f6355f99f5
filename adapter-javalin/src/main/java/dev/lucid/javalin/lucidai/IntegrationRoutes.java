package dev.lucid.javalin.lucidai;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.Integration;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.domain.integration.PullRequestDraft;
import dev.lucid.javalin.Answer;
import dev.lucid.javalin.Inputs;
import dev.lucid.javalin.JsonObject;
import dev.lucid.javalin.Method;
import dev.lucid.javalin.Rejection;
import dev.lucid.javalin.Request;
import dev.lucid.javalin.Routes;
import dev.lucid.port.integration.ConnectHosts;
import dev.lucid.port.integration.HostAnswer;
import java.util.List;
import java.util.Optional;

/** Accounts at git hosts over REST. No token is ever given out. */
final class IntegrationRoutes {
    static final String ALL = "/api/v1/integrations";
    static final String ONE = "/api/v1/integrations/{provider}";
    static final String REPOSITORIES = "/api/v1/integrations/{provider}/repos";
    static final String BRANCHES = "/api/v1/integrations/{provider}/branches";
    static final String REQUESTS = "/api/v1/integrations/{provider}/pr";

    private static final String PUBLIC_GITLAB = "https://gitlab.com";
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int UNFIT = 422;
    private static final int BAD_GATEWAY = 502;

    private final ConnectHosts hosts;

    IntegrationRoutes(ConnectHosts hosts) {
        this.hosts = requireNonNull(hosts, "hosts");
    }

    void lay(Routes routes) {
        routes.user(Method.POST, ALL, this::connect);
        routes.user(Method.GET, ALL, (user, _) -> list(user));
        routes.user(Method.DELETE, ONE, this::disconnect);
        routes.user(Method.GET, REPOSITORIES, this::repositories);
        routes.user(Method.GET, BRANCHES, this::branches);
        routes.user(Method.POST, REQUESTS, this::open);
    }

    private Answer connect(UserId user, Request request) {
        var inputs = Inputs.ofBody(request);
        var name = inputs.text("provider");
        inputs.text("token");
        var token = inputs.line("token", Wishes.MAX_SECRET);
        var host = host(inputs);
        inputs.check();
        var provider = provider(name);
        if (token.isEmpty()) {
            throw new Rejection(UNFIT, invalid("it is empty"));
        }
        var command = new ConnectHosts.Command(
                user, provider, new Secret(token.get()), isOwn(provider, host) ? host : Optional.empty());
        return switch (hosts.connect(command)) {
            case ConnectHosts.Answer.Given<Integration>(var integration) -> Answer.ok(connected(integration));
            case ConnectHosts.Answer.NotConnected<Integration> _ -> throw notSaved(provider);
            case ConnectHosts.Answer.Failed<Integration>(var why) -> failed(UNFIT, invalid(why.message()), why);
        };
    }

    private Answer list(UserId user) {
        var all = hosts.list(user).stream().map(IntegrationRoutes::about);

        return Answer.ok(
                new JsonObject().putJson("integrations", JsonObject.array(all)).end());
    }

    private Answer disconnect(UserId user, Request request) {
        var provider = provider(request.parameter("provider"));
        if (!hosts.disconnect(user, provider)) {
            throw new Rejection(NOT_FOUND, "No " + provider.lower() + " integration found for this user.");
        }

        return Answer.ok(new JsonObject()
                .put("status", "disconnected")
                .put("provider", provider.lower())
                .end());
    }

    private Answer repositories(UserId user, Request request) {
        var provider = provider(request.parameter("provider"));
        return switch (hosts.repositories(user, provider)) {
            case ConnectHosts.Answer.Given<List<HostedRepository>>(var repositories) ->
                Answer.ok(new JsonObject()
                        .put("provider", provider.lower())
                        .putJson("repos", JsonObject.array(repositories.stream().map(IntegrationRoutes::about)))
                        .put("count", repositories.size())
                        .end());
            case ConnectHosts.Answer.NotConnected<List<HostedRepository>> _ -> throw notSaved(provider);
            case ConnectHosts.Answer.Failed<List<HostedRepository>>(var why) ->
                failed(BAD_GATEWAY, "Failed to fetch repos from " + provider.lower() + ": " + why.message(), why);
        };
    }

    private Answer branches(UserId user, Request request) {
        var inputs = Inputs.ofQuery(request);
        var repository = inputs.queried("repo");
        inputs.check();
        var provider = provider(request.parameter("provider"));
        return switch (hosts.branches(user, provider, repository)) {
            case ConnectHosts.Answer.Given<List<String>>(var branches) ->
                Answer.ok(new JsonObject()
                        .put("provider", provider.lower())
                        .put("repo", repository)
                        .putJson("branches", JsonObject.array(branches.stream().map(JsonObject::quoted)))
                        .put("count", branches.size())
                        .end());
            case ConnectHosts.Answer.NotConnected<List<String>> _ -> throw notSaved(provider);
            case ConnectHosts.Answer.Failed<List<String>>(var why) ->
                failed(BAD_GATEWAY, "Failed to fetch branches from " + provider.lower() + ": " + why.message(), why);
        };
    }

    private Answer open(UserId user, Request request) {
        var inputs = Inputs.ofBody(request);
        var draft = new PullRequestDraft(
                inputs.text("repoUrl"),
                inputs.text("branch"),
                inputs.perhaps("baseBranch").orElse("main"),
                inputs.text("title"),
                inputs.perhaps("body").orElse(""));
        var host = host(inputs);
        inputs.check();
        var provider = provider(request.parameter("provider"));
        var own = provider == GitProvider.GITLAB ? host : Optional.<String>empty();
        return switch (hosts.open(new ConnectHosts.Opening(user, provider, own, draft))) {
            case ConnectHosts.Answer.Given<PullRequest>(var opened) ->
                Answer.ok(new JsonObject()
                        .put("status", "created")
                        .put("provider", provider.lower())
                        .put("prUrl", opened.url())
                        .put("prNumber", opened.number())
                        .put("title", opened.title())
                        .put("state", opened.state())
                        .end());
            case ConnectHosts.Answer.NotConnected<PullRequest> _ -> throw notSaved(provider);
            case ConnectHosts.Answer.Failed<PullRequest>(var why) ->
                failed(BAD_GATEWAY, "Failed to create PR: " + why.message(), why);
        };
    }

    private static GitProvider provider(String name) {
        return GitProvider.named(name)
                .orElseThrow(() ->
                        new Rejection(BAD_REQUEST, "Unsupported provider '" + name + "'. Use 'github' or 'gitlab'."));
    }

    /** The address of a host, without a slash at its end. */
    private static Optional<String> host(Inputs inputs) {
        return inputs.line("gitlabUrl").map(url -> url.replaceAll("/+$", "")).filter(url -> !url.isEmpty());
    }

    private static boolean isOwn(GitProvider provider, Optional<String> host) {
        return provider == GitProvider.GITLAB
                && host.filter(url -> !url.equals(PUBLIC_GITLAB)).isPresent();
    }

    private static Answer failed(int status, String detail, HostAnswer.Failed<?> why) {
        var answer = Answer.problem(status, detail);
        return why.again()
                .map(wait -> answer.with("Retry-After", String.valueOf(Math.max(1, wait.toSeconds()))))
                .orElse(answer);
    }

    private static Rejection notSaved(GitProvider provider) {
        return new Rejection(
                NOT_FOUND, "No " + provider.lower() + " token saved. Add one via POST /api/v1/integrations first.");
    }

    private static String invalid(String why) {
        return "Token validation failed — check that the token is valid: " + why;
    }

    private static String connected(Integration integration) {
        return new JsonObject()
                .put("status", "connected")
                .put("provider", integration.provider().lower())
                .put("username", integration.username())
                .put("connected", true)
                .put("message", "Connected as " + integration.username())
                .end();
    }

    private static String about(Integration integration) {
        var json = new JsonObject()
                .put("id", integration.id().toString())
                .put("provider", integration.provider().lower())
                .put("label", integration.label())
                .put("externalUsername", integration.username())
                .put("scopes", integration.scopes())
                .put("createdAt", Timestamps.text(integration.createdAt()))
                .put("connected", true);

        return integration
                .host()
                .map(host -> json.put("gitlabUrl", host))
                .orElse(json)
                .end();
    }

    private static String about(HostedRepository repository) {
        return new JsonObject()
                .put("name", repository.name())
                .put("fullName", repository.fullName())
                .put("url", repository.url())
                .put("cloneUrl", repository.cloneUrl())
                .put("defaultBranch", repository.defaultBranch())
                .put("private", repository.isPrivate())
                .putJson(
                        "description",
                        repository.description().map(JsonObject::quoted).orElse(JsonObject.NULL))
                .end();
    }
}

package dev.lucid.githost;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request to a GitHub Enterprise: bodies, codes and headers as its REST API, version 3, has them. */
final class FakeGitHub {
    private static final Pattern REPOSITORY = Pattern.compile("/api/v3/repos/([^/]+/[^/]+)(/branches|/pulls)?");

    private final FakeHosts hosts;
    private final HttpExchange exchange;

    FakeGitHub(FakeHosts hosts, HttpExchange exchange) {
        this.hosts = hosts;
        this.exchange = exchange;
    }

    void answer(FakeHosts.Asked request) throws IOException {
        String shown = request.headers().getOrDefault("authorization", "");
        Optional<String> login = hosts.data.login(shown.replaceFirst("^(Bearer|token) ", ""));
        Matcher repository = REPOSITORY.matcher(request.address().getPath());
        if (login.isEmpty()) {
            refuse(401, "Bad credentials", List.of());
        } else if (request.address().getPath().equals("/api/v3/user")) {
            FakeHosts.json(exchange, 200, Map.of("login", login.get(), "id", 1, "type", "User"));
        } else if (request.address().getPath().equals("/api/v3/user/repos")) {
            var shownRepositories = hosts.page(exchange, hosts.data.repositories());
            FakeHosts.json(
                    exchange, 200, shownRepositories.stream().map(this::json).toList());
        } else if (repository.matches()
                && hosts.data.repository(repository.group(1)).isPresent()) {
            within(hosts.data.repository(repository.group(1)).get(), repository.group(2), request);
        } else {
            refuse(404, "Not Found", List.of());
        }
    }

    private void within(
            FakeHostData.Repository repository, @org.jspecify.annotations.Nullable String part, FakeHosts.Asked request)
            throws IOException {
        if (part == null) {
            FakeHosts.json(exchange, 200, json(repository));
        } else if (part.equals("/branches")) {
            var branches = hosts.page(exchange, repository.branches());
            FakeHosts.json(
                    exchange,
                    200,
                    branches.stream()
                            .map(name ->
                                    Map.of("name", name, "protected", false, "commit", Map.of("sha", "0".repeat(40))))
                            .toList());
        } else if (request.method().equals("POST")) {
            open(repository, FakeHosts.parsed(request.body()));
        } else {
            var query = FakeHosts.query(request.address());
            Optional<String> branch = Optional.ofNullable(query.get("head"))
                    .map(head -> head.replaceFirst("^" + Pattern.quote(repository.owner()) + ":", ""));
            var found = hosts.data.open(repository.fullName(), branch, Optional.ofNullable(query.get("base")));
            FakeHosts.json(
                    exchange,
                    200,
                    found.stream().map(one -> json(repository, one)).toList());
        }
    }

    private void open(FakeHostData.Repository repository, JsonNode asked) throws IOException {
        String branch = asked.path("head").textValue();
        String base = asked.path("base").textValue();
        if (!repository.branches().contains(branch)) {
            refuse(422, "Validation Failed", List.of(problem("field", "head", "invalid")));
        } else if (!repository.branches().contains(base)) {
            refuse(422, "Validation Failed", List.of(problem("field", "base", "invalid")));
        } else if (!hosts.data
                .open(repository.fullName(), Optional.of(branch), Optional.of(base))
                .isEmpty()) {
            refuse(
                    422,
                    "Validation Failed",
                    List.of(problem(
                            "message",
                            "A pull request already exists for " + repository.owner() + ":" + branch + ".",
                            "custom")));
        } else {
            var made = hosts.data.add(
                    repository.fullName(),
                    asked.path("title").textValue(),
                    asked.path("body").textValue(),
                    branch,
                    base);
            FakeHosts.json(exchange, 201, json(repository, made));
        }
    }

    private static Map<String, String> problem(String name, String value, String code) {
        return Map.of("resource", "PullRequest", name, value, "code", code);
    }

    private void refuse(int status, String message, List<Map<String, String>> errors) throws IOException {
        var body = new LinkedHashMap<String, Object>();
        body.put("message", message);
        if (!errors.isEmpty()) {
            body.put("errors", errors);
        }
        body.put("documentation_url", "https://docs.github.com/rest");
        body.put("status", String.valueOf(status));
        FakeHosts.json(exchange, status, body);
    }

    private Map<String, Object> json(FakeHostData.Repository repository) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", Integer.toUnsignedLong(repository.fullName().hashCode()));
        json.put("name", repository.name());
        json.put("full_name", repository.fullName());
        json.put("owner", Map.of("login", repository.owner(), "id", 1, "type", "User"));
        json.put("html_url", hosts.root() + "/" + repository.fullName());
        json.put("url", hosts.github() + "/repos/" + repository.fullName());
        json.put("clone_url", hosts.root() + "/" + repository.fullName() + ".git");
        json.put("private", repository.isPrivate());
        json.put("description", repository.description().orElse(null));
        json.put("default_branch", repository.branches().getFirst());
        return json;
    }

    private Map<String, Object> json(FakeHostData.Repository repository, FakeHostData.Request request) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", request.number());
        json.put("number", request.number());
        json.put("html_url", hosts.root() + "/" + repository.fullName() + "/pull/" + request.number());
        json.put("url", hosts.github() + "/repos/" + repository.fullName() + "/pulls/" + request.number());
        json.put("title", request.title());
        json.put("body", request.body());
        json.put("state", "open");
        json.put("head", Map.of("ref", request.branch(), "label", repository.owner() + ":" + request.branch()));
        json.put("base", Map.of("ref", request.base(), "label", repository.owner() + ":" + request.base()));
        return json;
    }
}

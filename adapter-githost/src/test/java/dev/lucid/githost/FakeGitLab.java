package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request to a GitLab: bodies, codes and headers as its REST API, version 4, has them. */
final class FakeGitLab {
    private static final Pattern PROJECT =
            Pattern.compile("/api/v4/projects/([^/]+)(/repository/branches|/merge_requests)");

    private final FakeHosts hosts;
    private final HttpExchange exchange;

    FakeGitLab(FakeHosts hosts, HttpExchange exchange) {
        this.hosts = hosts;
        this.exchange = exchange;
    }

    void answer(FakeHosts.Asked request) throws IOException {
        Optional<String> login = hosts.data.login(request.headers().getOrDefault("private-token", ""));
        String path = request.address().getRawPath();
        Matcher project = PROJECT.matcher(path);
        if (login.isEmpty()) {
            FakeHosts.json(exchange, 401, Map.of("message", "401 Unauthorized"));
        } else if (path.equals("/api/v4/user")) {
            FakeHosts.json(exchange, 200, Map.of("id", 1, "username", login.get(), "name", "Somebody"));
        } else if (path.equals("/api/v4/projects")) {
            var shown = hosts.page(exchange, hosts.data.repositories());
            FakeHosts.json(exchange, 200, shown.stream().map(this::json).toList());
        } else if (project.matches() && found(project).isPresent()) {
            within(found(project).get(), project.group(2), request);
        } else {
            FakeHosts.json(exchange, 404, Map.of("message", "404 Project Not Found"));
        }
    }

    private Optional<FakeHostData.Repository> found(Matcher project) {
        return hosts.data.repository(URLDecoder.decode(project.group(1), UTF_8));
    }

    private void within(FakeHostData.Repository repository, String part, FakeHosts.Asked request) throws IOException {
        if (part.equals("/repository/branches")) {
            FakeHosts.json(
                    exchange,
                    200,
                    hosts.page(exchange, repository.branches()).stream()
                            .map(name -> Map.of("name", name, "merged", false, "protected", false))
                            .toList());
        } else if (request.method().equals("POST")) {
            open(repository, FakeHosts.parsed(request.body()));
        } else {
            var query = FakeHosts.query(request.address());
            var open = hosts.data.open(
                    repository.fullName(),
                    Optional.ofNullable(query.get("source_branch")),
                    Optional.ofNullable(query.get("target_branch")));
            FakeHosts.json(
                    exchange,
                    200,
                    open.stream().map(one -> json(repository, one)).toList());
        }
    }

    private void open(FakeHostData.Repository repository, JsonNode asked) throws IOException {
        String branch = asked.path("source_branch").textValue();
        String base = asked.path("target_branch").textValue();
        var open = hosts.data.open(repository.fullName(), Optional.of(branch), Optional.of(base));
        if (!repository.branches().contains(branch)) {
            FakeHosts.json(
                    exchange,
                    422,
                    Map.of("message", Map.of("source_branch", List.of("\"" + branch + "\" does not exist"))));
        } else if (!open.isEmpty()) {
            FakeHosts.json(
                    exchange,
                    409,
                    Map.of(
                            "message",
                            List.of("Another open merge request already exists for this source branch: !"
                                    + open.getFirst().number())));
        } else {
            var made = hosts.data.add(
                    repository.fullName(),
                    asked.path("title").textValue(),
                    asked.path("description").textValue(),
                    branch,
                    base);
            FakeHosts.json(exchange, 201, json(repository, made));
        }
    }

    private Map<String, Object> json(FakeHostData.Repository repository) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", Integer.toUnsignedLong(repository.fullName().hashCode()));
        json.put("name", repository.name());
        json.put("path_with_namespace", repository.fullName());
        json.put("web_url", hosts.root() + "/" + repository.fullName());
        json.put("http_url_to_repo", hosts.root() + "/" + repository.fullName() + ".git");
        json.put("visibility", repository.isPrivate() ? "private" : "internal");
        json.put("description", repository.description().orElse(null));
        json.put("default_branch", repository.branches().stream().findFirst().orElse(null));
        return json;
    }

    private Map<String, Object> json(FakeHostData.Repository repository, FakeHostData.Request request) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", 1000 + request.number());
        json.put("iid", request.number());
        json.put("web_url", hosts.root() + "/" + repository.fullName() + "/-/merge_requests/" + request.number());
        json.put("title", request.title());
        json.put("description", request.body());
        json.put("state", "opened");
        json.put("source_branch", request.branch());
        json.put("target_branch", request.base());
        return json;
    }
}

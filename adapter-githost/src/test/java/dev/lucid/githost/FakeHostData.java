package dev.lucid.githost;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the fake hosts know: accounts by token, repositories, branches, requests. */
final class FakeHostData {
    private final Map<String, String> accounts = new ConcurrentHashMap<>();
    private final List<Repository> repositories = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** {@code owner} may be nested groups. */
    record Repository(
            String owner, String name, boolean isPrivate, Optional<String> description, List<String> branches) {
        Repository {
            branches = new CopyOnWriteArrayList<>(branches);
        }

        String fullName() {
            return owner + "/" + name;
        }
    }

    record Request(String repository, long number, String title, String body, String branch, String base) {}

    void account(String token, String login) {
        accounts.put(token, login);
    }

    Repository repository(
            String owner, String name, boolean isPrivate, Optional<String> description, String... branches) {
        var repository = new Repository(owner, name, isPrivate, description, List.of(branches));
        repositories.add(repository);
        return repository;
    }

    Optional<String> login(String token) {
        return Optional.ofNullable(accounts.get(token));
    }

    List<Repository> repositories() {
        return new ArrayList<>(repositories);
    }

    Optional<Repository> repository(String fullName) {
        return repositories.stream()
                .filter(repository -> repository.fullName().equals(fullName))
                .findFirst();
    }

    List<Request> open(String repository, Optional<String> branch, Optional<String> base) {
        return requests.stream()
                .filter(request -> request.repository().equals(repository))
                .filter(request -> branch.isEmpty() || request.branch().equals(branch.get()))
                .filter(request -> base.isEmpty() || request.base().equals(base.get()))
                .toList();
    }

    Request add(String repository, String title, String body, String branch, String base) {
        var request = new Request(repository, requests.size() + 1, title, body, branch, base);
        requests.add(request);
        return request;
    }

    /** The requests by their titles, as a person would see them. */
    List<String> titles() {
        return requests.stream().map(Request::title).toList();
    }
}

package dev.lucid.memory;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.domain.integration.PullRequestDraft;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.port.integration.HostAnswer;
import dev.lucid.port.integration.HostAnswer.Failed;
import dev.lucid.port.integration.HostAnswer.Given;
import dev.lucid.port.integration.HostAnswer.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Git hosts that have the accounts and repositories that a program puts into them: for tests. Nothing leaves the program.
 * Safe for many threads.
 */
public final class InMemoryGitHosts implements GitHosts {
    private final Map<HostAccess, Account> accounts = new HashMap<>();

    private record Branches(HostedRepository repository, List<String> names) {
        Branches {
            names = List.copyOf(names);
        }
    }

    private record Opened(PullRequestDraft draft, PullRequest request) {
        boolean isFor(PullRequestDraft other) {
            return draft.branch().equals(other.branch()) && draft.base().equals(other.base());
        }
    }

    private static final class Account {
        private final String username;
        private final List<Branches> repositories = new ArrayList<>();
        private final List<Opened> opened = new ArrayList<>();

        Account(String username) {
            this.username = username;
        }

        Optional<Branches> find(String address) {
            return repositories.stream()
                    .filter(known -> plain(known.repository().url()).equals(plain(address)))
                    .findFirst();
        }
    }

    /** Makes an account, which that access is for. */
    public synchronized void account(HostAccess access, String username) {
        accounts.put(requireNonNull(access, "access"), new Account(requireNonNull(username, "username")));
    }

    /** Puts up a repository for an account to see, after those that it has. */
    public synchronized void put(HostAccess access, HostedRepository repository, List<String> branches) {
        var account = accounts.get(access);
        if (account == null) {
            throw new IllegalArgumentException("There is no account for that access: make one first");
        }
        account.repositories.add(new Branches(repository, branches));
    }

    /** What was opened by an account, in that order. */
    public synchronized List<PullRequestDraft> opened(HostAccess access) {
        var account = accounts.get(access);

        return account == null
                ? List.of()
                : account.opened.stream().map(Opened::draft).toList();
    }

    @Override
    public String home(GitProvider provider) {
        return "https://" + provider.lower() + ".com";
    }

    @Override
    public HostAnswer<String> username(HostAccess access) {
        return asking(access, account -> new Given<>(account.username));
    }

    @Override
    public HostAnswer<List<HostedRepository>> repositories(HostAccess access) {
        return asking(
                access,
                account -> new Given<>(
                        account.repositories.stream().map(Branches::repository).toList()));
    }

    @Override
    public HostAnswer<List<String>> branches(HostAccess access, String repository) {
        return asking(access, account -> asking(account, repository, found -> new Given<>(found.names())));
    }

    @Override
    public HostAnswer<PullRequest> open(HostAccess access, PullRequestDraft draft) {
        return asking(access, account -> asking(account, draft.repository(), found -> open(account, found, draft)));
    }

    private static HostAnswer<PullRequest> open(Account account, Branches found, PullRequestDraft draft) {
        if (!found.names().contains(draft.branch()) || !found.names().contains(draft.base())) {
            return failed(Reason.REJECTED, "There is no such branch: " + draft.branch() + " or " + draft.base() + ".");
        }

        return new Given<>(account.opened.stream()
                .filter(opened -> plain(opened.draft().repository()).equals(plain(draft.repository())))
                .filter(opened -> opened.isFor(draft))
                .findFirst()
                .orElseGet(() -> add(account, found, draft))
                .request());
    }

    private static Opened add(Account account, Branches found, PullRequestDraft draft) {
        var number = account.opened.size() + 1;
        var url = found.repository().url() + "/pull/" + number;
        var opened = new Opened(draft, new PullRequest(url, number, draft.title(), "open"));
        account.opened.add(opened);

        return opened;
    }

    private synchronized <T> HostAnswer<T> asking(HostAccess access, Function<Account, HostAnswer<T>> question) {
        return Optional.ofNullable(accounts.get(access))
                .map(question)
                .orElseGet(() -> failed(Reason.UNAUTHORIZED, "The token is nobody's."));
    }

    private static <T> HostAnswer<T> asking(
            Account account, String address, Function<Branches, HostAnswer<T>> question) {
        if (!address.matches("https?://[^/]+/[^/]+/.+")) {
            return failed(Reason.BAD_ADDRESS, "That is no repository's address: '" + address + "'.");
        }

        return account.find(address)
                .map(question)
                .orElseGet(() -> failed(Reason.NOT_FOUND, "There is no repository " + address + "."));
    }

    private static <T> HostAnswer<T> failed(Reason reason, String message) {
        return new Failed<>(reason, message, Optional.empty());
    }

    private static String plain(String address) {
        return address.replaceFirst("/$", "").replaceFirst("\\.git$", "");
    }
}

package dev.lucid.application.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.application.turn.RepositoryAccess.Host;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.domain.integration.PullRequestDraft;
import dev.lucid.domain.turn.Clip;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.port.integration.HostAnswer;
import dev.lucid.port.integration.HostAnswer.Reason;
import java.util.List;

/** Offers a chat's branch to be merged, as a pull or merge request at its origin's host. */
final class RequestOpening {
    private static final int MAX_TITLE = 255;

    private final GitHosts hosts;
    private final RepositoryAccess access;
    private final ChatProfile profile;

    RequestOpening(GitHosts hosts, RepositoryAccess access, ChatProfile profile) {
        this.hosts = requireNonNull(hosts, "hosts");
        this.access = requireNonNull(access, "access");
        this.profile = requireNonNull(profile, "profile");
    }

    /** Doing it again does no harm: the host gives the one that is open. None if it was stopped before it was done. */
    List<ChatFact> open(ChatFact.RepositoryCloned clone, StopSignal stop) {
        var base =
                clone.startedFrom().or(() -> profile.repository().orElseThrow().branch());
        if (base.isEmpty()) {
            return failed("It is not known at which branch of the origin the work began. Open the pull request there.");
        }

        Host host;
        try {
            host = access.host();
        } catch (PortFailure.Permanent e) {
            return failed(String.valueOf(e.getMessage()));
        }

        return switch (host) {
            case Host.Known(var known) -> ask(known, draft(clone, base.get()), stop);
            case Host.WithoutToken(var provider, var home) ->
                failed("There is no token for " + home + ". " + remedy(provider));
            case Host.Unknown _ ->
                failed("The repository's address, " + clone.origin()
                        + ", is not one of a git host that is known here. If it is a GitLab, connect it with"
                        + " ./lucid integrations add gitlab, then send another message.");
        };
    }

    private PullRequestDraft draft(ChatFact.RepositoryCloned clone, String base) {
        var line = profile.title().lines().findFirst().orElse("").strip();

        return new PullRequestDraft(
                clone.origin(),
                clone.branch(),
                base,
                Clip.head(line.isEmpty() ? "Work" : line, MAX_TITLE),
                "Made by Lucid in chat " + profile.id() + ".");
    }

    private List<ChatFact> ask(HostAccess known, PullRequestDraft draft, StopSignal stop) {
        return switch (hosts.open(known, draft)) {
            case HostAnswer.Given<PullRequest>(var request) ->
                List.of(new ChatFact.PullRequestOpened(request.url(), request.number(), request.title()));
            // Whatever went wrong then may come of the stop: whoever goes on with the turn tries again.
            case HostAnswer.Failed<PullRequest> _ when stop.raised() -> List.of();
            case HostAnswer.Failed<PullRequest>(var reason, var message, var _) ->
                failed(message + (mustConnect(reason) ? " " + remedy(known.provider()) : ""));
        };
    }

    private static boolean mustConnect(Reason reason) {
        return reason == Reason.UNAUTHORIZED || reason == Reason.FORBIDDEN;
    }

    private static String remedy(GitProvider provider) {
        return "Connect an account that may do it with ./lucid integrations add " + provider.lower()
                + ", then send another message.";
    }

    private static List<ChatFact> failed(String message) {
        return List.of(new ChatFact.PullRequestFailed(message));
    }
}

package dev.lucid.application;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.Integration;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.domain.integration.PullRequestDraft;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.port.integration.HostAnswer;
import dev.lucid.port.integration.Integrations;
import dev.lucid.port.web.WebPages;
import dev.lucid.port.workspace.FileContent;
import dev.lucid.port.workspace.OutputFiles;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Workspaces;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What stands in for ports that a program does without: each says so, and none pretends. */
final class Absent {
    private Absent() {}

    /** What nothing stands in for. */
    static IllegalStateException missing(String what) {
        return new IllegalStateException("Lucid needs " + what + ": call ." + what + "(…) before .build()");
    }

    static WebPages web() {
        return (_, _) -> new WebPages.Fetched.Refused("There is no access to the web here.");
    }

    static Repositories repositories() {
        return new Repositories() {
            private static final String NONE = "This Lucid was built without repositories: give its builder some.";

            @Override
            public CloneOutcome clone(CloneRequest request, Consumer<String> progress, StopSignal stop) {
                return new CloneOutcome.Refused(NONE);
            }

            @Override
            public Pack pack(PackRequest request) {
                return new Pack("exit " + NOTHING_TO_PACK, WorkspacePath.ROOT);
            }

            @Override
            public PushOutcome push(PushRequest request, StopSignal stop) {
                return new PushOutcome.Refused(NONE);
            }

            @Override
            public void discard(SandboxSpec session) {}
        };
    }

    /** Keeps nothing: without hosts to say whose a token is, none comes to be kept. */
    static Integrations integrations() {
        return new Integrations() {
            @Override
            public Integration save(Integration integration, Secret token) {
                throw new PortFailure.Permanent(
                        "This Lucid was built without integrations, so it can't keep one: give its builder some.");
            }

            @Override
            public List<Integration> list(UserId user) {
                return List.of();
            }

            @Override
            public Optional<Connected> find(UserId user, GitProvider provider) {
                return Optional.empty();
            }

            @Override
            public boolean remove(UserId user, GitProvider provider) {
                return false;
            }
        };
    }

    static GitHosts hosts() {
        return new GitHosts() {
            private <T> HostAnswer<T> none() {
                return new HostAnswer.Failed<>(
                        HostAnswer.Reason.UNAVAILABLE,
                        "This Lucid was built without git hosts: give its builder some.",
                        Optional.empty());
            }

            @Override
            public String home(GitProvider provider) {
                return "https://" + provider.lower() + ".com";
            }

            @Override
            public HostAnswer<String> username(HostAccess access) {
                return none();
            }

            @Override
            public HostAnswer<List<HostedRepository>> repositories(HostAccess access) {
                return none();
            }

            @Override
            public HostAnswer<List<String>> branches(HostAccess access, String repository) {
                return none();
            }

            @Override
            public HostAnswer<PullRequest> open(HostAccess access, PullRequestDraft draft) {
                return none();
            }
        };
    }

    static OutputFiles outputs() {
        return new OutputFiles() {
            @Override
            public OutputFile open(SandboxSpec spec, CallId call) {
                return new OutputFile() {
                    @Override
                    public void append(String text) {}

                    @Override
                    public void close() {}
                };
            }

            @Override
            public void discard(SandboxSpec session) {}
        };
    }

    static Workspaces workspaces() {
        return new Workspaces() {
            @Override
            public Optional<List<FileEntry>> list(SandboxSpec spec, WorkspacePath folder, int depth, int max) {
                return Optional.empty();
            }

            @Override
            public Optional<FileContent> read(SandboxSpec spec, WorkspacePath file, int maxBytes) {
                return Optional.empty();
            }
        };
    }
}

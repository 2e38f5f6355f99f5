package dev.lucid.application;

import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories;
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

    static OutputFiles outputs() {
        return (SandboxSpec _, CallId _) -> new OutputFiles.OutputFile() {
            @Override
            public void append(String text) {}

            @Override
            public void close() {}
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

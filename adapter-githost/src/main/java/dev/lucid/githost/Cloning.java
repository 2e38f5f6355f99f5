package dev.lucid.githost;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories.CloneOutcome;
import dev.lucid.port.change.Repositories.CloneRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One clone, in two steps: the origin into a bare repository of Lucid's own, and that one into the workspace. So the
 * network is asked once, and the workspace shares no object with anything: a plain local clone links its objects to
 * the origin's, and one that borrows them would be broken inside a sandbox.
 */
final class Cloning {
    /** For {@code clone} copies nothing of a folder but what its branches reach, as from any other server. */
    private static final List<String> CLONE =
            List.of("clone", "--progress", "--no-local", "--no-hardlinks", "--template=", "--no-recurse-submodules");

    private final GitTools git;
    private final OwnRepository own;

    Cloning(GitTools git, OwnRepository own) {
        this.git = git;
        this.own = own;
    }

    /** A step that went wrong, or was stopped; ends the clone. */
    private sealed interface Step {
        record Done() implements Step {}

        record Ended(CloneOutcome outcome) implements Step {}
    }

    /** Fetches the origin into Lucid's own repository, whole. */
    Optional<CloneOutcome> fetch(
            RepositoryAddress origin, Optional<Secret> token, Consumer<String> progress, StopSignal stop)
            throws IOException {
        Folders.makePrivate(own.folder());
        Folders.remove(own.path());
        var arguments = new ArrayList<>(CLONE);
        arguments.add("--bare");
        arguments.addAll(LocalPeer.sending(origin));
        arguments.addAll(List.of("--", origin.text(), own.path().toString()));
        Optional<Login> login = Login.at(origin, token);
        GitEnd end = git.process()
                .run(
                        new GitRun(
                                        arguments,
                                        own.folder(),
                                        git.environment().towards(origin, login),
                                        git.settings().cloneLimit())
                                .telling(relaying(origin, progress))
                                .hiding(token),
                        stop);
        if (problem(end, origin, login) instanceof Step.Ended(CloneOutcome outcome)) {
            Folders.remove(own.path());
            return Optional.of(outcome);
        }
        own.protect();
        return Optional.empty();
    }

    private static Consumer<String> relaying(RepositoryAddress origin, Consumer<String> progress) {
        return line -> progress.accept(line.startsWith(Complaint.CHATTER) ? "Cloning " + origin.text() : line);
    }

    /** Where the work begins, or why it can't. */
    CloneOutcome start(CloneRequest request) {
        String address = request.repository().address();
        if (own.isEmpty()) {
            return new CloneOutcome.Refused(
                    "The repository at " + address + " is empty: make a first commit there, then try again.");
        }
        Optional<OwnRepository.Start> start =
                request.repository().branch().map(own::branch).orElseGet(own::ownChoice);
        return start.<CloneOutcome>map(found -> new CloneOutcome.Cloned(found.branch(), found.base()))
                .orElseGet(() -> new CloneOutcome.Refused(request.repository()
                                .branch()
                                .map(branch -> "The repository at " + address + " has no branch '" + branch + "'.")
                                .orElse("The repository at " + address + " does not say which branch is its main one.")
                        + " Name one of its branches: " + String.join(", ", own.someBranches()) + "."));
    }

    /** Makes the workspace: its own objects, the new branch, the origin's address, no credential, no hook but ours. */
    Optional<CloneOutcome> checkOut(CloneRequest request, OwnRepository.Start start, Path workspace, StopSignal stop)
            throws IOException {
        own.beginCheckOut();
        Folders.makePrivate(workspace);
        var source = new RepositoryAddress.Local(own.path());
        var clone = new ArrayList<>(CLONE);
        clone.addAll(List.of("--no-checkout", "--", own.path().toString(), workspace.toString()));
        var author = Packing.named(request.repository().author());
        var steps = List.of(
                clone,
                List.of(
                        "remote",
                        "set-url",
                        "origin",
                        request.seenAs().orElse(request.repository().address())),
                List.of("config", "--local", "--", "user.name", author.name()),
                List.of("config", "--local", "--", "user.email", author.email()),
                List.of(
                        "checkout",
                        "--quiet",
                        "--no-track",
                        "-b",
                        request.branch().value(),
                        start.base(),
                        "--"));
        for (List<String> step : steps) {
            GitEnd end = git.process()
                    .run(
                            new GitRun(
                                    step,
                                    workspace,
                                    inside(workspace, step),
                                    git.settings().cloneLimit()),
                            stop);
            if (problem(end, source, Optional.empty()) instanceof Step.Ended(CloneOutcome outcome)) {
                Folders.empty(workspace);
                return Optional.of(outcome);
            }
        }
        writeTrailerHook(request, workspace);
        return Optional.empty();
    }

    /** Once the clone is made, no run looks for a repository in the folders above the workspace. */
    private Map<String, String> inside(Path workspace, List<String> step) {
        var variables = new HashMap<>(git.environment().within());
        if (!step.getFirst().equals("clone")) {
            variables.put("GIT_DIR", workspace.resolve(".git").toString());
            variables.put("GIT_WORK_TREE", workspace.toString());
        }
        return variables;
    }

    /** For the commits that the agent makes itself; it runs where the agent runs. */
    private static void writeTrailerHook(CloneRequest request, Path workspace) throws IOException {
        Path hooks = Files.createDirectories(workspace.resolve(".git").resolve("hooks"));
        Path hook = hooks.resolve("commit-msg");
        Files.writeString(hook, """
                #!/bin/sh
                exec git interpret-trailers --in-place --if-exists addIfDifferent --trailer '%s: %s' "$1"
                """.formatted(Packing.TRAILER, request.chat()));
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Step problem(GitEnd end, RepositoryAddress address, Optional<Login> login) {
        return switch (end) {
            case GitEnd.Exited exited when exited.isSuccess() -> new Step.Done();
            case GitEnd.Exited exited ->
                new Step.Ended(
                        new CloneOutcome.Refused(Complaint.about(address, "cloning", exited.complaint(), login)));
            case GitEnd.TimedOut() ->
                new Step.Ended(new CloneOutcome.Refused("Cloning " + address.text()
                        + " took too long and was given up. Try again, or use a smaller repository."));
            case GitEnd.Stopped() -> new Step.Ended(new CloneOutcome.Stopped());
        };
    }
}

package dev.lucid.githost;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Repositories by the machine's own git. Runs it on the host in two places only: in a workspace before any agent had
 * it, and in bare repositories that no sandbox sees. Safe for many threads, one call at a time for each session.
 */
public final class GitRepositories implements Repositories {
    /** What follows a session's id in the names of what is kept of the session, in a folder of its user. */
    public static final Set<String> ENDINGS = OwnRepository.ENDINGS;

    private final Supplier<GitPrograms> programs;
    private final GitSettings settings;
    private final Function<SandboxSpec, Path> workspaces;

    /**
     * Asks for {@code programs} when they are needed, so that whoever has no repository needs no git; {@code workspaces}
     * tells where on this machine a session's workspace lies.
     */
    public GitRepositories(
            Supplier<GitPrograms> programs, GitSettings settings, Function<SandboxSpec, Path> workspaces) {
        this.programs = requireNonNull(programs, "programs");
        this.settings = requireNonNull(settings, "settings");
        this.workspaces = requireNonNull(workspaces, "workspaces");
    }

    @Override
    public CloneOutcome clone(CloneRequest request, Consumer<String> progress, StopSignal stop) {
        RepositoryAddress origin;
        try {
            origin = address(request.repository().address());
        } catch (IllegalArgumentException e) {
            return new CloneOutcome.Refused(String.valueOf(e.getMessage()));
        }
        var git = GitTools.with(programs, settings);
        OwnRepository own = OwnRepository.of(request.session(), git);
        try {
            Optional<OwnRepository.Start> made = own.start();
            if (made.isPresent()) {
                return new CloneOutcome.Cloned(made.get().branch(), made.get().base());
            }
            Path workspace = workspaces.apply(request.session());
            if (own.isCheckOutCut()) {
                Folders.empty(workspace);
            }
            if (!Folders.isEmptyOrAbsent(workspace)) {
                return new CloneOutcome.Refused("The workspace already holds files, so " + origin.text()
                        + " can't be cloned into it. Start a new chat for this repository.");
            }
            var cloning = new Cloning(git, own);
            return cloning.fetch(origin, request.token(), progress, stop)
                    .orElseGet(() -> checkOut(cloning, own, request, stop));
        } catch (IOException | UncheckedIOException e) {
            throw failed("cloning " + origin.text(), e);
        }
    }

    /** Whatever goes wrong, nothing half-made stays. */
    private CloneOutcome checkOut(Cloning cloning, OwnRepository own, CloneRequest request, StopSignal stop) {
        try {
            CloneOutcome outcome = cloning.start(request);
            if (outcome instanceof CloneOutcome.Cloned(String branch, String base)) {
                var start = new OwnRepository.Start(branch, base);
                outcome = cloning.checkOut(request, start, workspaces.apply(request.session()), stop)
                        .orElse(outcome);
            }
            if (outcome instanceof CloneOutcome.Cloned(String branch, String base)) {
                own.remember(new OwnRepository.Start(branch, base));
            } else {
                Folders.remove(own.path());
            }
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Pack pack(PackRequest request) {
        return Packing.of(request);
    }

    @Override
    public PushOutcome push(PushRequest request, StopSignal stop) {
        RepositoryAddress origin;
        try {
            origin = address(request.repository().address());
        } catch (IllegalArgumentException e) {
            return new PushOutcome.Refused(String.valueOf(e.getMessage()));
        }
        var git = GitTools.with(programs, settings);
        OwnRepository own = OwnRepository.of(request.session(), git);
        try {
            if (!own.exists()) {
                // it is only a copy: the origin still has all that the work builds on
                var problem = new Cloning(git, own).fetch(origin, request.token(), _ -> {}, stop);
                if (problem.isPresent()) {
                    return notPushed(problem.get());
                }
            }
            return new Pushing(own, origin, request, stop).push();
        } catch (IOException e) {
            throw failed("pushing " + request.branch() + " to " + origin.text(), e);
        }
    }

    @Override
    public void discard(SandboxSpec session) {
        try {
            OwnRepository.remove(session, settings);
        } catch (IOException e) {
            throw failed("removing the repository of session " + session.session(), e);
        }
    }

    private static PushOutcome notPushed(CloneOutcome problem) {
        return switch (problem) {
            case CloneOutcome.Refused(String message) -> new PushOutcome.Refused(message);
            case CloneOutcome.Stopped() -> new PushOutcome.Stopped();
            case CloneOutcome.Cloned _ -> throw new IllegalStateException("A clone that was made is no problem");
        };
    }

    private RepositoryAddress address(String text) {
        RepositoryAddress address = RepositoryAddress.parse(text, settings.reach());
        if (address instanceof RepositoryAddress.Local(Path path) && !Files.isDirectory(path)) {
            throw new IllegalArgumentException("There is no folder " + path + " to take a repository from."
                    + " Check the path; it may also be an address with https.");
        }
        return address;
    }

    private static PortFailure failed(String work, Exception cause) {
        return new PortFailure.Permanent(
                "A file could not be read or written while " + work + ": " + cause.getMessage(), cause);
    }
}

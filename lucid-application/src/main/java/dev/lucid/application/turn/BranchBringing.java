package dev.lucid.application.turn;

import static dev.lucid.port.change.Repositories.MAX_BUNDLE_BYTES;
import static dev.lucid.port.change.Repositories.NOTHING_TO_PACK;

import dev.lucid.domain.change.BranchName;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.turn.Chat;
import dev.lucid.domain.turn.Clip;
import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.change.Repositories.CloneOutcome;
import dev.lucid.port.change.Repositories.PackRequest;
import dev.lucid.port.change.Repositories.PushOutcome;
import dev.lucid.port.workspace.FileContent;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Brings a chat's repository into its workspace, and the work in it back to the origin, on a branch of Lucid's own. */
final class BranchBringing {
    private static final Duration PACKING_TIME = Duration.ofMinutes(5);
    private static final int MAX_DIFF = 80_000;
    private static final int MAX_COMPLAINT = 2000;

    private final Repositories repositories;
    private final RepositoryAccess access;
    private final ChatProfile profile;

    BranchBringing(Repositories repositories, RepositoryAccess access, ChatProfile profile) {
        this.repositories = repositories;
        this.access = access;
        this.profile = profile;
    }

    /**
     * The fact that came of it; none if it was stopped. {@code seenAs} is where commands in the sandbox reach the origin, if
     * not at its own address; {@code progress} hears how far it has come, line by line.
     */
    Optional<ChatFact> clone(SandboxSpec spec, Optional<String> seenAs, Consumer<String> progress, StopSignal stop) {
        try {
            var request =
                    new Repositories.CloneRequest(spec, profile.id(), repository(), branch(), access.token(), seenAs);

            return switch (repositories.clone(request, progress, stop)) {
                case CloneOutcome.Cloned(var startedFrom, var base) ->
                    Optional.of(new ChatFact.RepositoryCloned(
                            repository().address(), branch().value(), base, Optional.of(startedFrom)));
                case CloneOutcome.Refused(var message) ->
                    Optional.of(new ChatFact.TurnEnded(new StopReason.Failed(message)));
                case CloneOutcome.Stopped _ -> Optional.empty();
            };
        } catch (PortFailure.Transient | PortFailure.Permanent e) {
            return Optional.of(new ChatFact.TurnEnded(new StopReason.Failed(String.valueOf(e.getMessage()))));
        }
    }

    /** Doing it again does no harm: the same commit is at the origin already. */
    List<ChatFact> push(SandboxSpec spec, Supplier<Sandbox> opening, Chat chat, StopSignal stop) {
        var clone = chat.cloned().orElseThrow();
        var request = new PackRequest(repository().author(), subject(), profile.id(), branch(), clone.base());
        try {
            var sandbox = opening.get();
            var pack = repositories.pack(request);
            var said = new ClippedOutput(MAX_COMPLAINT);
            var end = sandbox.run(new Command(pack.script(), PACKING_TIME, false), said, stop);
            if (stop.raised()) {
                return List.of();
            }

            return switch (end) {
                case CommandEnd.Exited(var code)
                when code == 0 -> pushBundle(spec, clone, sandbox.read(pack.bundle(), MAX_BUNDLE_BYTES), stop);
                case CommandEnd.Exited(var code) when code == NOTHING_TO_PACK -> List.of(new ChatFact.NothingToPush());
                case CommandEnd.Exited _, CommandEnd.TimedOut _, CommandEnd.Stopped _, CommandEnd.OutOfMemory _ ->
                    failed("Git could not commit the work in the sandbox: " + said.text());
            };
        } catch (PortFailure.Transient | PortFailure.Permanent e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private List<ChatFact> pushBundle(
            SandboxSpec spec, ChatFact.RepositoryCloned clone, Optional<FileContent> bundle, StopSignal stop) {
        return bundle.filter(content -> !content.truncated())
                .map(content -> push(spec, clone, content.bytes(), stop))
                .orElseGet(() -> failed("The commits were made, but their bundle is missing or too large."));
    }

    private List<ChatFact> push(SandboxSpec spec, ChatFact.RepositoryCloned clone, byte[] bundle, StopSignal stop) {
        var request = new Repositories.PushRequest(spec, repository(), branch(), clone.base(), bundle, access.token());

        return switch (repositories.push(request, stop)) {
            case PushOutcome.Pushed(var commit, var diff) ->
                List.of(new ChatFact.BranchPushed(clone.branch(), commit, Clip.headAndTail(diff, MAX_DIFF)));
            case PushOutcome.Refused(var message) -> failed(message);
            case PushOutcome.Stopped _ -> List.of();
        };
    }

    private List<ChatFact> failed(String message) {
        return List.of(new ChatFact.PushFailed(branch().value(), message));
    }

    private RepositoryRef repository() {
        return profile.repository().orElseThrow();
    }

    private BranchName branch() {
        return BranchName.of(profile.title(), profile.id().brief());
    }

    private String subject() {
        var line = profile.title().lines().findFirst().orElse("Work").strip();

        return Clip.head(line.isEmpty() ? "Work" : line, 72);
    }
}

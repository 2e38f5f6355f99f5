package dev.lucid.port.change;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.BranchName;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.StopSignal;
import dev.lucid.port.workspace.SandboxSpec;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Repositories outside the sandbox: where work comes from and goes to. Runs git on the host only where no agent has
 * written. Calls take as long as networks take, within a limit. Safe for many threads.
 */
public interface Repositories {
    /**
     * Clones into the session's empty workspace, at a new branch. A workspace that already has a clone is left alone,
     * and its state is given. {@code progress} hears git's own words, line by line.
     */
    CloneOutcome clone(CloneRequest request, Consumer<String> progress, StopSignal stop);

    /**
     * What to run in the sandbox so that git commits all the work and bundles it: after the script has exited with 0,
     * the bundle lies at that path; with {@value #NOTHING_TO_PACK} there is no change to bring out.
     */
    Pack pack(PackRequest request);

    /** The exit code of a pack's script where the branch has nothing that its base has not. */
    int NOTHING_TO_PACK = 3;

    /** A bundle that is longer is not taken: it is held in memory, and has the work's own objects alone. */
    int MAX_BUNDLE_BYTES = 64 * 1024 * 1024;

    /**
     * Takes a bundle that git made in the sandbox, checks it, and pushes the one branch in it to the origin: never
     * forced, never another branch.
     */
    PushOutcome push(PushRequest request, StopSignal stop);

    /**
     * Removes what is kept of a session's repository beside its workspace, if there is anything. For the end of a session
     * or of its chat, when somebody deletes it; the workspace itself goes with the sandbox.
     */
    void discard(SandboxSpec session);

    /**
     * What to clone, whereto, the branch that the work will be on, and the chat that each commit there will name.
     *
     * @param token what the origin is shown, from outside the sandbox, if it wants to know who asks; it belongs to the
     *     host that the repository's address names, and goes nowhere else, redirects included
     * @param seenAs what the clone calls its origin, where commands in the workspace reach it by another address than the
     *     repository's own
     */
    record CloneRequest(
            SandboxSpec session,
            ChatId chat,
            RepositoryRef repository,
            BranchName branch,
            Optional<Secret> token,
            Optional<String> seenAs) {
        /** A clone that calls its origin by the repository's own address. */
        public CloneRequest(
                SandboxSpec session, ChatId chat, RepositoryRef repository, BranchName branch, Optional<Secret> token) {
            this(session, chat, repository, branch, token, Optional.empty());
        }

        public CloneRequest {
            requireNonNull(session, "session");
            requireNonNull(chat, "chat");
            requireNonNull(repository, "repository");
            requireNonNull(branch, "branch");
            requireNonNull(token, "token");
            requireNonNull(seenAs, "seenAs");
        }
    }

    /** The commit's author, its message's first line, and the chat that its trailer names. */
    record PackRequest(Author author, String subject, ChatId chat, BranchName branch, String base) {}

    /** A script for the sandbox's {@code sh}, and where it leaves the bundle. */
    record Pack(String script, WorkspacePath bundle) {}

    /** A bundle with the work from {@code base} on, as a pack's script leaves it; {@code token} as for a clone. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record PushRequest(
            SandboxSpec session,
            RepositoryRef repository,
            BranchName branch,
            String base,
            byte[] bundle,
            Optional<Secret> token) {
        public PushRequest {
            requireNonNull(session, "session");
            requireNonNull(repository, "repository");
            requireNonNull(branch, "branch");
            requireNonNull(base, "base");
            requireNonNull(bundle, "bundle");
            requireNonNull(token, "token");
        }
    }

    /** Closed for ever. */
    sealed interface CloneOutcome {
        /** {@code startedFrom} is the branch that the new one began at, {@code base} its commit. */
        record Cloned(String startedFrom, String base) implements CloneOutcome {}

        /** It can't be done; the message says why and what to do. */
        record Refused(String message) implements CloneOutcome {}

        record Stopped() implements CloneOutcome {}
    }

    /** Closed for ever. */
    sealed interface PushOutcome {
        /** The branch is at the origin, up to {@code commit}; {@code diff} is a unified diff from the base, bounded. */
        record Pushed(String commit, String diff) implements PushOutcome {}

        record Refused(String message) implements PushOutcome {}

        record Stopped() implements PushOutcome {}
    }
}

package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lucid.domain.change.BranchName;
import dev.lucid.domain.identity.Secret;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A bare repository of Lucid's own, one a session: between the origin and a workspace that an agent may write in. No
 * sandbox sees it. It remembers where the work began. Used by one thread at a time.
 */
final class OwnRepository {
    private static final String ENDING = ".git";
    private static final String INCOMING = ".incoming";
    private static final String RECEIVING = ".receiving";
    static final Set<String> ENDINGS = Set.of(ENDING, ENDING + INCOMING, ENDING + RECEIVING);

    private static final String HEADS = "refs/heads/";
    private static final String BASE = "lucid.base";
    private static final String STARTED_FROM = "lucid.startedFrom";
    private static final String CHECKING_OUT = "lucid.checkingOut";

    /** What is refused to whoever may push here one day; what comes by fetch is named, branch by branch. */
    private static final List<Map.Entry<String, String>> SETTINGS = List.of(
            Map.entry("core.hooksPath", "/dev/null"),
            Map.entry("receive.denyNonFastForwards", "true"),
            Map.entry("receive.denyDeletes", "true"),
            Map.entry("receive.fsckObjects", "true"),
            Map.entry("receive.hideRefs", "refs"),
            Map.entry("receive.hideRefs", "!refs/heads/lucid"));

    private final Path folder;
    private final Path path;
    private final GitTools git;

    OwnRepository(Path folder, String name, GitTools git) {
        this.folder = folder;
        this.path = folder.resolve(name);
        this.git = git;
    }

    /** Where the work began: a branch and its commit. */
    record Start(String branch, String base) {}

    static OwnRepository of(SandboxSpec session, GitTools git) {
        return new OwnRepository(folder(session, git.settings()), name(session), git);
    }

    /** Where it lies, with those of the same user. */
    Path folder() {
        return folder;
    }

    Path path() {
        return path;
    }

    /** Removes a repository, and what a push that was cut may have left beside it. Needs no git. */
    static void remove(SandboxSpec session, GitSettings settings) throws IOException {
        Path folder = folder(session, settings);
        Folders.remove(scratch(folder, name(session)));
        Folders.remove(receiving(folder, name(session)));
        Folders.remove(folder.resolve(name(session)));
    }

    private static Path folder(SandboxSpec session, GitSettings settings) {
        return settings.repositories().resolve(session.user().toString());
    }

    private static String name(SandboxSpec session) {
        return session.session() + ENDING;
    }

    /** Where what a sandbox handed over is looked at first. */
    private static Path scratch(Path folder, String name) {
        return folder.resolve(name + INCOMING);
    }

    private static Path receiving(Path folder, String name) {
        return folder.resolve(name + RECEIVING);
    }

    /** Where what a client pushes is looked at first, and goes on from if the origin takes it. */
    Path receiving() {
        return receiving(folder, path.getFileName().toString());
    }

    boolean exists() {
        return path.resolve("HEAD").toFile().isFile();
    }

    /** Told last of all when a workspace was made, so that a half-made one is known as such. */
    Optional<Start> start() {
        if (!exists()) {
            return Optional.empty();
        }
        return answer("config", "--local", "--get", BASE)
                .flatMap(base ->
                        answer("config", "--local", "--get", STARTED_FROM).map(branch -> new Start(branch, base)));
    }

    void remember(Start start) {
        require("config", "--local", STARTED_FROM, start.branch());
        require("config", "--local", BASE, start.base());
    }

    /** Said before the first byte is written into the workspace. */
    void beginCheckOut() {
        require("config", "--local", CHECKING_OUT, "true");
    }

    /** Whether a workspace was begun and never finished: then no agent can have been in it. */
    boolean isCheckOutCut() {
        return exists()
                && start().isEmpty()
                && answer("config", "--local", "--get", CHECKING_OUT).isPresent();
    }

    void protect() {
        SETTINGS.forEach(setting -> require("config", "--local", "--add", setting.getKey(), setting.getValue()));
    }

    boolean isEmpty() {
        return answer("for-each-ref", "--count=1", "--format=%(refname)").isEmpty();
    }

    /** The branch that the origin's HEAD names, or {@code HEAD} itself where it is detached. */
    Optional<Start> ownChoice() {
        // whole, and shortened here: git's own short form is another one where a tag has the branch's name
        String branch = answer("symbolic-ref", "--quiet", "HEAD").orElse("HEAD");

        return commit("HEAD").map(base -> new Start(branch.replaceFirst("^" + HEADS, ""), base));
    }

    /** That branch, by its exact name: no expression of git's is understood. */
    Optional<Start> branch(String name) {
        return answer("show-ref", "--verify", "--hash", "--", HEADS + name).map(base -> new Start(name, base));
    }

    Optional<String> tip(BranchName branch) {
        return branch(branch.value()).map(Start::base);
    }

    List<String> someBranches() {
        return answer("for-each-ref", "--count=8", "--sort=-committerdate", "--format=%(refname:lstrip=2)", HEADS)
                .map(text -> text.lines().toList())
                .orElse(List.of());
    }

    private Optional<String> commit(String revision) {
        return answer("rev-parse", "--quiet", "--verify", "--end-of-options", revision + "^{commit}");
    }

    /** Takes the one branch out of a bundle: only forward, each object checked. */
    GitEnd take(byte[] bundle, BranchName branch, StopSignal stop) throws IOException {
        Path scratch = scratch(folder, path.getFileName().toString());
        try (var quarantine = new Quarantine(scratch, git)) {
            GitEnd taken = quarantine.take(bundle, branch, path, stop);
            return taken instanceof GitEnd.Exited exited && exited.isSuccess() ? take(scratch, branch, stop) : taken;
        }
    }

    /** Takes the one branch out of another repository: only forward, each object checked. */
    GitEnd take(Path source, BranchName branch, StopSignal stop) {
        return git.process()
                .run(new GitRun(fetch(source, branch), path, git.environment().checking(), limit()), stop);
    }

    /** The arguments that fetch one branch under its own name, without force, and nothing else. */
    static List<String> fetch(Path source, BranchName branch) {
        String reference = HEADS + branch;
        return List.of(
                "fetch",
                "--no-tags",
                "--no-write-fetch-head",
                "--no-auto-maintenance",
                "--no-recurse-submodules",
                "--",
                source.toString(),
                reference + ":" + reference);
    }

    /** Pushes the one branch: only forward, only there. */
    GitEnd push(RepositoryAddress origin, Optional<Secret> token, BranchName branch, StopSignal stop) {
        String reference = HEADS + branch;
        var arguments = new ArrayList<>(List.of(
                "push", "--porcelain", "--no-verify", "--no-follow-tags", "--no-signed", "--recurse-submodules=no"));
        arguments.addAll(LocalPeer.receiving(origin));
        arguments.addAll(List.of("--", origin.text(), reference + ":" + reference));

        var environment = git.environment().towards(origin, Login.at(origin, token));
        return git.process().run(new GitRun(arguments, path, environment, limit()).hiding(token), stop);
    }

    /** A new repository that has the one branch, as it is here, and borrows this one's objects. */
    OwnRepository borrower(Path place, BranchName branch) throws IOException {
        Folders.makePrivate(place);
        var borrower =
                new OwnRepository(place.resolveSibling(""), place.getFileName().toString(), git);
        borrower.require("init", "--quiet", "--bare", "--template=", ".");
        Path borrowed = Files.createDirectories(place.resolve("objects").resolve("info"));
        Files.writeString(borrowed.resolve("alternates"), path.resolve("objects") + "\n", UTF_8);
        borrower.protect();
        tip(branch).ifPresent(tip -> borrower.require("update-ref", HEADS + branch, tip));

        return borrower;
    }

    /** What changed, as a unified diff; nothing of the repository's own decides how it is shown. */
    GitEnd diff(String base, String tip, int maxBytes, StopSignal stop) {
        var arguments = List.of(
                "diff",
                "--no-ext-diff",
                "--no-textconv",
                "--no-color",
                "--find-renames",
                "--src-prefix=a/",
                "--dst-prefix=b/",
                "--end-of-options",
                base,
                tip,
                "--");

        return git.process()
                .run(new GitRun(arguments, path, git.environment().within(), limit()).keeping(maxBytes), stop);
    }

    private Optional<String> answer(String... arguments) {
        return switch (run(arguments)) {
            case GitEnd.Exited exited
            when exited.isSuccess() && !exited.output().isBlank() ->
                Optional.of(exited.output().strip());
            case GitEnd.Exited _, GitEnd.TimedOut _, GitEnd.Stopped _ -> Optional.empty();
        };
    }

    private void require(String... arguments) {
        if (!(run(arguments) instanceof GitEnd.Exited exited && exited.isSuccess())) {
            throw new PortFailure.Permanent("Git could not " + arguments[0] + " in Lucid's own repository " + path
                    + ". Check that its disk can be written and has room.");
        }
    }

    private Duration limit() {
        return git.settings().callLimit();
    }

    private GitEnd run(String... arguments) {
        return git.process()
                .run(new GitRun(List.of(arguments), path, git.environment().within(), limit()), StopSignal.never());
    }
}

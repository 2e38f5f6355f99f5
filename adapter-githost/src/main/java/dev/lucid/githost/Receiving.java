package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lucid.domain.change.BranchName;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.GitTraffic.Answer;
import dev.lucid.port.change.GitTraffic.Remote;
import dev.lucid.port.change.GitTraffic.Request;
import dev.lucid.port.change.Repositories.CloneOutcome;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a client pushes: into a scratch repository that borrows the objects of Lucid's own, from there to the origin, and
 * only what the origin took becomes Lucid's own. So a refusal leaves nothing. One at a time for each session.
 */
final class Receiving {
    private static final int MAX_REFERENCES_BYTES = 16 * 1024 * 1024;
    private static final int MAX_REPORT_BYTES = 1024 * 1024;

    private final GitTools git;
    private final OwnRepository own;
    private final RepositoryAddress origin;
    private final Remote remote;
    private final StopSignal stop;

    Receiving(GitTools git, RepositoryAddress origin, Remote remote, StopSignal stop) {
        this.git = git;
        this.own = OwnRepository.of(remote.session(), git);
        this.origin = origin;
        this.remote = remote;
        this.stop = stop;
    }

    /** Which branches there are, and what this side understands: git's own words. */
    Answer references() throws IOException {
        Optional<Answer> absent = fetched();
        if (absent.isPresent()) {
            return absent.get();
        }
        try (var scratch = Scratch.at(own.receiving())) {
            Path output = scratch.file("references");
            if (!isSuccess(told(output))) {
                return TrafficAnswer.failed("Git could not read Lucid's own copy of the repository.");
            }
            if (Files.size(output) > MAX_REFERENCES_BYTES) {
                return TrafficAnswer.failed("The repository has more branches than Lucid tells of.");
            }
            // The file is read on when its name is gone: one who reads slowly takes no memory.
            var head = new ByteArrayInputStream("001f# service=git-receive-pack\n0000".getBytes(UTF_8));
            return TrafficAnswer.of(
                    Conversation.WRITE_REFERENCES, new SequenceInputStream(head, Files.newInputStream(output)));
        }
    }

    private GitEnd told(Path output) {
        String place = own.path().toString();
        GitRun run = run(List.of("receive-pack", "--stateless-rpc", "--advertise-refs", place), own.path());

        return git.process().run(run.with(git.environment().showing()).between(Optional.empty(), output), stop);
    }

    Answer write(Request request, long most) throws IOException {
        Optional<Answer> absent = fetched();
        if (absent.isPresent()) {
            return absent.get();
        }
        try (var scratch = Scratch.at(own.receiving())) {
            Path pushed = scratch.file("request");
            new RequestBody(request).writeTo(pushed, most);
            ReceiveCommands asked = commands(pushed);
            if (asked.isEmpty()) {
                return TrafficAnswer.of(Conversation.WRITE, new byte[0]);
            }
            if (!ReceiveReport.isHeard(asked)) {
                return TrafficAnswer.refused("This git does not listen to how a push went: use a newer one.");
            }
            Optional<String> problem = asked.problem();
            byte[] report = problem.isPresent()
                    ? ReceiveReport.refusal(asked, problem.get())
                    : received(asked, asked.branch().orElseThrow(), pushed, scratch);
            return TrafficAnswer.of(Conversation.WRITE, report);
        }
    }

    private static ReceiveCommands commands(Path pushed) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(pushed))) {
            return ReceiveCommands.read(in);
        }
    }

    /** Git's own report if it does not take the push, or if the origin takes it, too. */
    private byte[] received(ReceiveCommands asked, BranchName branch, Path pushed, Scratch scratch) throws IOException {
        OwnRepository taken = own.borrower(scratch.path().resolve("taken.git"), branch);
        Path report = scratch.file("report");
        GitEnd end = git.process()
                .run(
                        run(
                                        List.of(
                                                "receive-pack",
                                                "--stateless-rpc",
                                                taken.path().toString()),
                                        taken.path())
                                .between(Optional.of(pushed), report),
                        stop);
        String meant = asked.commands().getFirst().to();
        if (!taken.tip(branch).equals(Optional.of(meant))) {
            return isSuccess(end)
                    ? content(report, MAX_REPORT_BYTES)
                    : ReceiveReport.refusal(asked, "git found it damaged, or it took too long");
        }
        Optional<String> refusal = notPushed(taken, branch);
        if (refusal.isPresent()) {
            return ReceiveReport.refusal(asked, refusal.get());
        }
        // The origin has it. If this fails, Lucid's own copy is behind, and the next push brings it up.
        GitEnd _ = own.take(taken.path(), branch, stop);
        return content(report, MAX_REPORT_BYTES);
    }

    /** What the origin, asked with the token, says against it. */
    private Optional<String> notPushed(OwnRepository taken, BranchName branch) {
        return switch (taken.push(origin, remote.token(), branch, stop)) {
            case GitEnd.Exited pushed when pushed.isSuccess() -> Optional.empty();
            case GitEnd.Exited pushed ->
                Optional.of(PushComplaint.about(
                        origin, branch, pushed.output() + "\n" + pushed.complaint(), Login.at(origin, remote.token())));
            case GitEnd.TimedOut() -> Optional.of("Pushing to " + origin.text() + " took too long");
            case GitEnd.Stopped() -> Optional.of("The push was stopped");
        };
    }

    /** It is only a copy: where it is gone, the origin still has all that the work builds on. */
    private Optional<Answer> fetched() throws IOException {
        if (own.exists()) {
            return Optional.empty();
        }
        return new Cloning(git, own)
                .fetch(origin, remote.token(), _ -> {}, stop)
                .map(outcome -> switch (outcome) {
                    case CloneOutcome.Refused(String message) -> TrafficAnswer.failed(message);
                    case CloneOutcome.Stopped() -> TrafficAnswer.failed("The push was stopped.");
                    case CloneOutcome.Cloned _ ->
                        throw new IllegalStateException("A clone that was made is no problem");
                });
    }

    private GitRun run(List<String> arguments, Path folder) {
        return new GitRun(
                arguments, folder, git.environment().checking(), git.settings().callLimit());
    }

    private static boolean isSuccess(GitEnd end) {
        return end instanceof GitEnd.Exited exited && exited.isSuccess();
    }

    private static byte[] content(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(most);
        }
    }

    /** A folder for the time of one request. */
    private record Scratch(Path path) implements AutoCloseable {
        static Scratch at(Path path) throws IOException {
            Folders.remove(path);
            Folders.makePrivate(path);

            return new Scratch(path);
        }

        Path file(String name) {
            return path.resolve(name);
        }

        @Override
        public void close() throws IOException {
            Folders.remove(path);
        }
    }
}

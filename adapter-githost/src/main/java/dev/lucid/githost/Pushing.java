package dev.lucid.githost;

import dev.lucid.domain.change.BranchName;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories.PushOutcome;
import dev.lucid.port.change.Repositories.PushRequest;
import java.io.IOException;

/** One push: a bundle, checked, into Lucid's own repository, and from there to one branch of the origin. */
final class Pushing {
    private static final int MAX_DIFF_BYTES = 128 * 1024;

    private final OwnRepository own;
    private final RepositoryAddress origin;
    private final PushRequest request;
    private final StopSignal stop;

    Pushing(OwnRepository own, RepositoryAddress origin, PushRequest request, StopSignal stop) {
        this.own = own;
        this.origin = origin;
        this.request = request;
        this.stop = stop;
    }

    PushOutcome push() throws IOException {
        try {
            BundleHead.check(request.bundle(), branch());
        } catch (IllegalArgumentException e) {
            return refused("What the sandbox handed over was not taken: " + e.getMessage() + ".");
        }
        return switch (own.take(request.bundle(), branch(), stop)) {
            case GitEnd.Exited taken when taken.isSuccess() -> pushTaken();
            case GitEnd.Exited taken -> refused(notTaken(taken.complaint()));
            case GitEnd.TimedOut() -> refused("Checking what the sandbox handed over took too long.");
            case GitEnd.Stopped() -> new PushOutcome.Stopped();
        };
    }

    private PushOutcome pushTaken() {
        String tip = own.tip(branch()).orElse("");
        if (tip.isEmpty()) {
            return refused("What the sandbox handed over holds no commit.");
        }
        return switch (own.push(origin, request.token(), branch(), stop)) {
            case GitEnd.Exited pushed when pushed.isSuccess() -> new PushOutcome.Pushed(tip, diff(tip));
            case GitEnd.Exited pushed ->
                refused(PushComplaint.about(
                        origin,
                        branch(),
                        pushed.output() + "\n" + pushed.complaint(),
                        Login.at(origin, request.token())));
            case GitEnd.TimedOut() ->
                refused("Pushing to " + origin.text() + " took too long and was given up. Try again.");
            case GitEnd.Stopped() -> new PushOutcome.Stopped();
        };
    }

    /** The branch is at the origin by now: a diff that can't be shown does not undo that. */
    private String diff(String tip) {
        return switch (own.diff(request.base(), tip, MAX_DIFF_BYTES, stop)) {
            case GitEnd.Exited shown
            when shown.isSuccess() ->
                shown.truncated() ? wholeLines(shown.output()) + "… (the rest is left out)\n" : shown.output();
            case GitEnd.Exited _, GitEnd.TimedOut _, GitEnd.Stopped _ -> "";
        };
    }

    private static String wholeLines(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    private String notTaken(String words) {
        if (words.contains("non-fast-forward")) {
            return "The work does not continue what " + branch()
                    + " already holds: its commits were rewritten after they"
                    + " were pushed, and Lucid never forces. Put the new work on top of the pushed commits.";
        }
        if (words.contains("lacks these prerequisite commits")) {
            return "The work builds on commits that the origin does not have.";
        }
        return "What the sandbox handed over was not taken, as git found it damaged or dangerous: "
                + Complaint.brief(words);
    }

    private BranchName branch() {
        return request.branch();
    }

    private static PushOutcome refused(String message) {
        return new PushOutcome.Refused(message);
    }
}

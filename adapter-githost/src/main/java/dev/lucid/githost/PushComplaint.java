package dev.lucid.githost;

import dev.lucid.domain.change.BranchName;
import java.util.Optional;

/** Why an origin did not take a branch, in words that say what to do. */
final class PushComplaint {
    private PushComplaint() {}

    /** {@code words} are git's own, its output and what it said besides. */
    static String about(RepositoryAddress origin, BranchName branch, String words, Optional<Login> login) {
        if (words.contains("non-fast-forward") || words.contains("fetch first")) {
            return "The branch " + branch + " at " + origin.text() + " holds other commits by now, and Lucid never"
                    + " forces. Remove or rename that branch, or merge it by hand.";
        }
        if (words.contains("branch is currently checked out")) {
            return "The branch " + branch + " is checked out at " + origin.text()
                    + ", and git leaves such a one alone. Check out another branch there, then try again.";
        }
        if (words.contains("[remote rejected]")) {
            return origin.text() + " refused the branch " + branch + ": "
                    + Complaint.brief(words.lines()
                            .filter(line -> line.contains("rejected]") || line.startsWith("remote:"))
                            .reduce("", (all, line) -> all + line + "\n"));
        }
        return Complaint.about(origin, "pushing " + branch + " to", words, login);
    }
}

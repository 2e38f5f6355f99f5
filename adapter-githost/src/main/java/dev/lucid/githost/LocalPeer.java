package dev.lucid.githost;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The other half of git where the origin is a folder of this machine: there it runs with that folder's own settings,
 * some of which name programs. They are switched off. A bare repository's hooks still run when it is pushed to: they are
 * its rules, as a server's are. A working copy has no such rules, so none of its hooks run.
 */
final class LocalPeer {
    private static final String TAME =
            "git -c core.fsmonitor=false -c core.alternateRefsCommand=true -c gc.auto=0 -c maintenance.auto=false"
                    + " -c receive.autogc=false -c receive.denyCurrentBranch=refuse";

    private LocalPeer() {}

    /** The option by which {@code clone} starts the other half. */
    static List<String> sending(RepositoryAddress origin) {
        return switch (origin) {
            case RepositoryAddress.Local _ -> List.of("--upload-pack=" + TAME + " upload-pack");
            case RepositoryAddress.Web _, RepositoryAddress.Ssh _ -> List.of();
        };
    }

    /** The option by which {@code push} starts the other half. */
    static List<String> receiving(RepositoryAddress origin) {
        return switch (origin) {
            case RepositoryAddress.Local(Path path) ->
                List.of("--receive-pack=" + TAME + (isWorkingCopy(path) ? " -c core.hooksPath=/dev/null" : "")
                        + " receive-pack");
            case RepositoryAddress.Web _, RepositoryAddress.Ssh _ -> List.of();
        };
    }

    private static boolean isWorkingCopy(Path path) {
        return Files.exists(path.resolve(".git")) || path.endsWith(".git");
    }
}

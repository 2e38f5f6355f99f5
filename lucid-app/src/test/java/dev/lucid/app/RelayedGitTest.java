package dev.lucid.app;

import java.util.Map;

/** Where commands are processes of this machine, in namespaces of their own. */
class RelayedGitTest extends RelayedGit {
    @Override
    Map<Variable, String> kind() {
        return Map.of(Variable.LUCID_SANDBOX, "local");
    }
}

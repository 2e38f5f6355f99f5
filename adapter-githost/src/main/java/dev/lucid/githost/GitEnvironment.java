package dev.lucid.githost;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The whole environment of each run of git, by a fixed list: nothing of the operator's own settings, keys or helpers
 * counts, and nothing asks anybody. Secrets travel here, where other users of the machine can't look, and never among
 * the arguments.
 */
final class GitEnvironment {
    /** What a repository's own settings could make git run, switched off; git's command line ranks above them. */
    private static final Map<String, String> TAME = Map.ofEntries(
            Map.entry("core.hooksPath", "/dev/null"),
            Map.entry("core.fsmonitor", "false"),
            Map.entry("core.attributesFile", "/dev/null"),
            Map.entry("core.excludesFile", "/dev/null"),
            Map.entry("credential.helper", ""),
            Map.entry("gc.auto", "0"),
            Map.entry("maintenance.auto", "false"),
            Map.entry("submodule.recurse", "false"),
            Map.entry("fetch.recurseSubmodules", "false"),
            Map.entry("push.recurseSubmodules", "no"),
            Map.entry("transfer.bundleURI", "false"),
            Map.entry("protocol.ext.allow", "never"));

    private final GitPrograms programs;
    private final GitSettings settings;

    GitEnvironment(GitPrograms programs, GitSettings settings) {
        this.programs = programs;
        this.settings = settings;
    }

    /** For work among Lucid's own repositories and fresh workspaces. */
    Map<String, String> within() {
        return environment("file", TAME);
    }

    /** For taking in what an agent made: each object is checked. */
    Map<String, String> checking() {
        var configuration = new LinkedHashMap<>(TAME);
        configuration.put("fetch.fsckObjects", "true");
        configuration.put("transfer.fsckObjects", "true");

        return environment("file", configuration);
    }

    /** For telling a client which branches there are, those too that it may not write: then it sends no object twice. */
    Map<String, String> showing() {
        var configuration = new LinkedHashMap<>(TAME);
        configuration.put("receive.hideRefs", "!refs/heads");

        return environment("file", configuration);
    }

    /** For speaking to an origin, by its own transport and no other. The login, where there is one, is that origin's. */
    Map<String, String> towards(RepositoryAddress origin, Optional<Login> login) {
        return switch (origin) {
            case RepositoryAddress.Local _ -> within();
            case RepositoryAddress.Web web -> web(web, login);
            case RepositoryAddress.Ssh ssh -> ssh(ssh);
        };
    }

    private Map<String, String> web(RepositoryAddress.Web web, Optional<Login> login) {
        var configuration = new LinkedHashMap<>(TAME);
        configuration.put("http.proxy", settings.wayOut().address());
        configuration.put("http.proxyAuthMethod", "basic");
        configuration.put("http.followRedirects", "initial");
        configuration.put("http.lowSpeedLimit", "100");
        configuration.put("http.lowSpeedTime", "60");
        login.ifPresent(shown -> configuration.putAll(shown.setting()));
        var environment = environment(web.protocol(), configuration);
        login.ifPresent(shown -> environment.putAll(shown.variables()));

        return environment;
    }

    private Map<String, String> ssh(RepositoryAddress.Ssh ssh) {
        var environment = environment(ssh.protocol(), TAME);
        environment.put("GIT_SSH_COMMAND", "ssh -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=20");
        settings.sshAgent().ifPresent(socket -> environment.put("SSH_AUTH_SOCK", socket));

        return environment;
    }

    private Map<String, String> environment(String protocols, Map<String, String> configuration) {
        var environment = new TreeMap<String, String>();
        environment.put("PATH", programs.searchPath());
        // no file of the operator's, such as .netrc, is found from here; ssh finds its keys without it
        environment.put("HOME", "/nonexistent");
        environment.put("LC_ALL", "C");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_SYSTEM", "/dev/null");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_ATTR_NOSYSTEM", "1");
        environment.put("GIT_NO_REPLACE_OBJECTS", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_ALLOW_PROTOCOL", protocols);
        environment.put("GIT_PROTOCOL_FROM_USER", "0");
        environment.put("GIT_LFS_SKIP_SMUDGE", "1");
        environment.put("GIT_CONFIG_COUNT", String.valueOf(configuration.size()));
        int index = 0;
        for (var entry : configuration.entrySet()) {
            environment.put("GIT_CONFIG_KEY_" + index, entry.getKey());
            environment.put("GIT_CONFIG_VALUE_" + index, entry.getValue());
            index++;
        }

        return environment;
    }
}

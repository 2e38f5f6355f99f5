package dev.lucid.githost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Programs that must not run, and all the places from which a repository could make git run them. */
record Traps(Path folder) {
    private static final List<String> SETTINGS = List.of(
            "core.fsmonitor",
            "core.sshCommand",
            "core.pager",
            "core.editor",
            "core.askPass",
            "core.gitProxy",
            "diff.external",
            "diff.trap.textconv",
            "diff.trap.command",
            "filter.trap.clean",
            "filter.trap.smudge",
            "filter.trap.process",
            "gpg.program",
            "uploadpack.packObjectsHook",
            "credential.helper",
            "remote.origin.uploadpack",
            "remote.origin.receivepack",
            "merge.trap.driver",
            "core.alternateRefsCommand");

    private static final List<String> HOOKS = List.of(
            "pre-commit",
            "commit-msg",
            "prepare-commit-msg",
            "post-commit",
            "pre-push",
            "post-checkout",
            "post-index-change",
            "update",
            "pre-receive",
            "post-receive",
            "post-update",
            "proc-receive",
            "push-to-checkout",
            "reference-transaction",
            "fsmonitor-watchman",
            "post-merge",
            "pre-auto-gc");

    static Traps in(Path folder) throws IOException {
        var traps = new Traps(folder);
        executable(traps.trap(), "#!/bin/sh\necho \"$0 $*\" >> '" + traps.log() + "'\ncat\nexit 0\n");

        return traps;
    }

    /** The program that must not run. */
    Path trap() {
        return folder.resolve("trap");
    }

    /** The file that is there once it ran. */
    Path log() {
        return folder.resolve("ran");
    }

    /** What has run, a line each. */
    String sprung() throws IOException {
        return Files.exists(log()) ? Files.readString(log()) : "";
    }

    void reset() throws IOException {
        Files.delete(log());
    }

    /** In a working copy: settings, hooks, attributes. */
    void plant(Path workspace) throws IOException {
        plantSettings(workspace.resolve(".git/config"));
        plantHooks(workspace.resolve(".git/hooks"));
        Files.writeString(workspace.resolve(".gitattributes"), "* filter=trap diff=trap merge=trap\n");
    }

    void plantSettings(Path config) {
        SETTINGS.forEach(key -> set(config, key, trap().toString()));
        set(config, "alias.status", "!" + trap());
        set(config, "protocol.ext.allow", "always");
        set(config, "receive.denyCurrentBranch", "updateInstead");
    }

    void set(Path config, String key, String value) {
        new TestGit(folder).run("config", "--file", config.toString(), key, value);
    }

    void plantHooks(Path hooks) throws IOException {
        Files.createDirectories(hooks);
        for (String name : HOOKS) {
            executable(hooks.resolve(name), "#!/bin/sh\necho \"$0\" >> '" + log() + "'\n");
        }
    }

    private static Path executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }
}

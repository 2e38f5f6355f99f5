package dev.lucid.githost;

import java.util.function.Supplier;

/** What each run of git is made with. */
record GitTools(GitProcess process, GitEnvironment environment, GitSettings settings) {
    /** Asks for the programs now. */
    static GitTools with(Supplier<GitPrograms> programs, GitSettings settings) {
        GitPrograms found = programs.get();

        return new GitTools(new GitProcess(found), new GitEnvironment(found, settings), settings);
    }
}

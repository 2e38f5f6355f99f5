package dev.lucid.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that owns a run's folder, says its name, and lives until its input ends. */
final class RunHolder {
    private RunHolder() {}

    /** Its argument is the folder of workspaces. */
    public static void main(String[] arguments) throws IOException {
        var folders = new WorkspaceFolders(Path.of(arguments[0]));
        var run = Files.createDirectory(folders.newRun());
        System.out.println(folders.nameOfRun(run));
        while (System.in.read() >= 0) {
            // it says nothing
        }
    }
}

package dev.lucid.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Optional;

/** Why a file could not be used, in words, with what to do. */
final class Reasons {
    private Reasons() {}

    static String of(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ ->
                "this user may not. Choose another data directory with --data, or change its owner.";
            case NoSuchFileException _ -> "it is not there.";
            case NotDirectoryException _, FileAlreadyExistsException _ ->
                "a file lies where a folder is needed. Choose another data directory with --data.";
            case FileSystemException named ->
                known(Optional.ofNullable(named.getReason()).orElse("it failed"));
            default -> known(String.valueOf(failure.getMessage()));
        };
    }

    private static String known(String reason) {
        if (reason.toLowerCase(Locale.ROOT).contains("no space left")) {
            return "the disk is full. Make room, or choose another data directory with --data.";
        }
        if (reason.contains("Read-only file system")) {
            return "the file system is read-only. Choose another data directory with --data.";
        }

        return reason + ".";
    }
}

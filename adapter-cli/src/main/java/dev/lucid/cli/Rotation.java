package dev.lucid.cli;

import java.util.List;

/**
 * What became of the tokens and keys that users keep with Lucid, when the key that they lie under was changed.
 *
 * @param changed how many lie under the new key now
 * @param current how many lay under it already
 * @param unreadable the names of those that no configured key opens; they were left as they are
 */
public record Rotation(int changed, int current, List<String> unreadable) {
    public Rotation {
        unreadable = List.copyOf(unreadable);
    }
}

package dev.lucid.application.chat;

import java.util.Optional;

/** What a person may say in one message. */
final class Words {
    /** In UTF-16 units: an event of that length is under 256 KiB as UTF-8. */
    static final int MAX = 80_000;

    private Words() {}

    /** Why that text can't be a message; empty if it can. */
    static Optional<String> problem(String text) {
        if (text.isBlank()) {
            return Optional.of("The message is empty. Say what is to be done.");
        }
        if (text.length() > MAX) {
            return Optional.of("The message has " + text.length() + " characters, and may have " + MAX
                    + ". Put the long part into a file of the repository.");
        }

        return Optional.empty();
    }
}

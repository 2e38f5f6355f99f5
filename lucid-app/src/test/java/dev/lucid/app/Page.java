package dev.lucid.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A page for people, with what it tells them to type. */
record Page(String text) {
    /** A page of the checkout, by its path there. */
    static Page of(String path) throws IOException {
        return new Page(Files.readString(Path.of(System.getProperty("lucid.checkout"), path)));
    }

    /** The lines of all blocks of shell, in order. */
    List<String> commands() {
        return blocks("sh").stream()
                .flatMap(String::lines)
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** The blocks of that language, each with its last line's end. */
    List<String> blocks(String language) {
        return Pattern.compile("(?s)\n```" + language + "\n(.*?\n)```\n")
                .matcher(text)
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}

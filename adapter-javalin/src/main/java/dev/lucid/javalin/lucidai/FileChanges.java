package dev.lucid.javalin.lucidai;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Guesses from a frame whether files may have changed: by the kind of event, else by words in its command or content. */
final class FileChanges {
    private static final Set<String> ALWAYS = Set.of(
            "FileWriteAction",
            "FileWriteObservation",
            "FileEditAction",
            "FileEditObservation",
            "FileCreateAction",
            "FileCreateObservation",
            "FileDeleteAction",
            "FileDeleteObservation");

    private static final Pattern WORD = Pattern.compile(
            "(touch|mkdir|rm|rmdir|mv|cp|git clone|git checkout|git pull|wget|curl -o|unzip|tar|npm init|pip install"
                    + "|npx|create-react-app|tee|dd|install)\\b",
            Pattern.CASE_INSENSITIVE);

    /** What those words begin with. */
    private static final String FIRST_LETTERS = "tmrcgwunpdi";

    private FileChanges() {}

    static boolean mayFollow(String eventType, String command, String content) {
        return ALWAYS.contains(eventType) || hasWord(command.isEmpty() ? content : command);
    }

    /** The pattern is tried where a word begins with a fitting letter only: frames are many, and most have no such word. */
    private static boolean hasWord(String text) {
        Matcher matcher = WORD.matcher(text);
        var inWord = false;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            var begins = !inWord && FIRST_LETTERS.indexOf(Character.toLowerCase(c)) >= 0;
            inWord = Character.isLetterOrDigit(c) || c == '_';
            if (begins && matcher.region(i, text.length()).lookingAt()) {
                return true;
            }
        }

        return false;
    }
}

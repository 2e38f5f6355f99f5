package dev.lucid.domain.chat;

/** A chat's title, from its task. */
public final class Title {
    /** As long as a title may be, in UTF-16 units. */
    public static final int MAX = 255;

    private Title() {}

    /** The task's beginning, without half a character at its end. */
    public static String of(String task) {
        if (task.length() <= MAX) {
            return task;
        }

        return task.substring(0, Character.isHighSurrogate(task.charAt(MAX - 1)) ? MAX - 1 : MAX);
    }
}

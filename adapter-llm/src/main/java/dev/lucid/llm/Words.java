package dev.lucid.llm;

import java.time.Duration;

/** Puts values of the machine into words for people. */
final class Words {
    private static final int MAX_QUOTE = 500;

    private Words() {}

    /** Like "2 minutes", "10 seconds" or "250 ms". */
    static String of(Duration time) {
        if (time.toSeconds() == 0 || time.toMillisPart() != 0) {
            return time.toMillis() + " ms";
        }
        var whole = time.toSecondsPart() == 0;

        return whole ? count(time.toMinutes(), "minute") : count(time.toSeconds(), "second");
    }

    /** What went wrong with a connection, without the names of classes. */
    static String of(Throwable cause) {
        var message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return "no reason given";
        }

        return quote(message);
    }

    /** Somebody else's text, in one line and not too long. */
    static String quote(String text) {
        var line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");

        return line.length() <= MAX_QUOTE ? line : line.substring(0, MAX_QUOTE) + " …";
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}

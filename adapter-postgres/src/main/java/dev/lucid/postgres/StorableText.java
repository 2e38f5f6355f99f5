package dev.lucid.postgres;

/** What PostgreSQL's text can't hold (U+0000, half a surrogate pair) becomes U+FFFD, the replacement character. */
final class StorableText {
    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /** The same object if there is nothing to replace. */
    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnstorable(text, i)) {
                return replaced(text, i);
            }
        }
        return text;
    }

    private static String replaced(String text, int first) {
        var storable = new StringBuilder(text);
        for (int i = first; i < text.length(); i++) {
            if (isUnstorable(text, i)) {
                storable.setCharAt(i, REPLACEMENT);
            }
        }
        return storable.toString();
    }

    private static boolean isUnstorable(String text, int i) {
        char unit = text.charAt(i);
        if (unit == 0) {
            return true;
        }
        if (!Character.isSurrogate(unit)) {
            return false;
        }
        return Character.isHighSurrogate(unit)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
}

package dev.lucid.domain.change;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The branch that a chat's work goes to: {@code lucid/<slug>-<short id>}. */
public record BranchName(String value) {
    private static final Pattern FORM = Pattern.compile("lucid/[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern MARK = Pattern.compile("\\p{M}+");
    private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");
    private static final int MAX_SLUG = 40;

    public BranchName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a branch of Lucid's: " + value);
        }
    }

    /** The branch for work under that title; {@code brief} tells it from others of the same title. */
    public static BranchName of(String title, String brief) {
        var bare =
                MARK.matcher(Normalizer.normalize(title, Normalizer.Form.NFD)).replaceAll("");
        var plain = bare.toLowerCase(Locale.ROOT);
        var words = OTHER.matcher(plain).replaceAll("-");
        var slug = trim(words.length() > MAX_SLUG ? words.substring(0, MAX_SLUG) : words);

        return new BranchName("lucid/" + (slug.isEmpty() ? "task" : slug) + "-" + brief);
    }

    private static String trim(String slug) {
        var from = slug.startsWith("-") ? 1 : 0;
        var to = slug.endsWith("-") && slug.length() > from ? slug.length() - 1 : slug.length();

        return slug.substring(from, Math.max(from, to));
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.lucid.egress;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/**
 * What a person would read of an HTML document, as plain text: headings, paragraphs, lists, code, link targets. Takes
 * time in proportion to the document, however it is made.
 */
final class ReadableText implements NodeFilter {
    private static final Set<String> UNREAD =
            Set.of("script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "select", "button");
    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "section",
            "article",
            "main",
            "header",
            "footer",
            "nav",
            "aside",
            "ul",
            "ol",
            "table",
            "tr",
            "blockquote",
            "figure",
            "dl",
            "dt",
            "dd",
            "form",
            "fieldset",
            "details",
            "summary",
            "hr",
            "li",
            "pre");

    private static final Set<String> VERBATIM = Set.of("pre", "textarea");

    private final StringBuilder text = new StringBuilder();
    private int verbatim;

    private ReadableText() {}

    static String of(Document document) {
        var reader = new ReadableText();
        NodeTraversor.filter(reader, document.body());
        String title = document.title().strip();
        String body = reader.text
                .toString()
                .replaceAll("[ \\t]+\n", "\n")
                .replaceAll("\n{3,}", "\n\n")
                .strip();
        return title.isEmpty() || body.startsWith("# " + title) ? body : title + "\n\n" + body;
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode words) {
            append(words);
        } else if (node instanceof Element element) {
            if (UNREAD.contains(element.normalName())) {
                return FilterResult.SKIP_ENTIRELY;
            }
            begin(element, element.normalName());
        }
        return FilterResult.CONTINUE;
    }

    private void begin(Element element, String name) {
        verbatim += VERBATIM.contains(name) ? 1 : 0;
        if (isHeading(name)) {
            breakLines(2);
            text.append("#".repeat(name.charAt(1) - '0')).append(' ');
        } else if (name.equals("li")) {
            breakLines(1);
            text.append("- ");
        } else if (name.equals("br")) {
            text.append('\n');
        } else if (name.equals("td") || name.equals("th")) {
            text.append(element.previousElementSibling() == null ? "" : " | ");
        } else if (BLOCKS.contains(name)) {
            breakLines(name.equals("tr") ? 1 : 2);
        }
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element && !UNREAD.contains(element.normalName())) {
            end(element, element.normalName());
        }
        return FilterResult.CONTINUE;
    }

    private void end(Element element, String name) {
        verbatim -= VERBATIM.contains(name) ? 1 : 0;
        if (name.equals("a")) {
            appendTarget(element);
        } else if (isHeading(name)) {
            breakLines(2);
        } else if (BLOCKS.contains(name)) {
            breakLines(name.equals("li") || name.equals("tr") ? 1 : 2);
        }
    }

    private void append(TextNode words) {
        if (verbatim > 0) {
            text.append(words.getWholeText());
            return;
        }
        String plain = words.text();
        boolean atStart = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
        text.append(atStart ? plain.stripLeading() : plain);
    }

    private void appendTarget(Element link) {
        String target = link.absUrl("href");
        boolean worthSaying = target.toLowerCase(Locale.ROOT).startsWith("http")
                && !link.text().isBlank();
        if (worthSaying && !link.text().contains(target)) {
            text.append(" <").append(target).append('>');
        }
    }

    /** Makes sure that at least this many line breaks end what was read so far. */
    private void breakLines(int wanted) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        text.setLength(end);
        int there = 0;
        while (there < end && text.charAt(end - 1 - there) == '\n') {
            there++;
        }
        if (end > 0 && there < wanted) {
            text.append("\n".repeat(wanted - there));
        }
    }

    private static boolean isHeading(String name) {
        return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
    }
}

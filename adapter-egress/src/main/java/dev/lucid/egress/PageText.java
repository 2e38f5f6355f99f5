package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;

/** Makes text of what a server sent, by its content type and charset; says so where it is not text. */
final class PageText {
    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> TEXTUAL = Set.of(
            "application/json",
            "application/xml",
            "application/javascript",
            "application/ecmascript",
            "application/x-sh",
            "application/x-yaml",
            "application/yaml",
            "application/toml",
            "application/graphql",
            "application/sql",
            "application/x-www-form-urlencoded",
            "application/x-ndjson",
            "application/rtf");

    private PageText() {}

    /** What came of it. Closed for ever. */
    sealed interface Read {
        record Text(String text) implements Read {}

        record NotText(String reason) implements Read {}
    }

    /** Whether the type is worth downloading at all; an absent one is judged by the bytes. */
    static boolean mayBeText(String contentType) {
        String type = mediaType(contentType);
        return type.isEmpty()
                || type.startsWith("text/")
                || type.endsWith("+json")
                || type.endsWith("+xml")
                || TEXTUAL.contains(type);
    }

    static Read read(byte[] bytes, String contentType, String address) {
        String type = mediaType(contentType);
        if (!mayBeText(contentType)) {
            return new Read.NotText("it is of type '" + type + "', which is not text.");
        }
        Optional<Charset> marked = byteOrderMark(bytes);
        if (marked.isEmpty() && looksBinary(bytes, contentType)) {
            return new Read.NotText("its bytes are not text.");
        }
        Optional<Charset> named = charsetOf(contentType);
        if (isHtml(type, bytes)) {
            return new Read.Text(html(bytes, marked.or(() -> named), address));
        }
        String text = new String(bytes, marked.or(() -> named).orElse(UTF_8));
        return new Read.Text(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static String html(byte[] bytes, Optional<Charset> charset, String address) {
        try {
            // without a charset jsoup asks the document's own meta element, as browsers do
            var document = Jsoup.parse(
                    new ByteArrayInputStream(bytes), charset.map(Charset::name).orElse(null), address);
            return ReadableText.of(document);
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory can't fail", e);
        }
    }

    private static boolean isHtml(String type, byte[] bytes) {
        if (type.equals("text/html") || type.equals("application/xhtml+xml")) {
            return true;
        }
        String start = new String(bytes, 0, Math.min(bytes.length, 256), UTF_8)
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return type.isEmpty() && (start.startsWith("<!doctype html") || start.startsWith("<html"));
    }

    private static Optional<Charset> charsetOf(String contentType) {
        Matcher matcher = CHARSET.matcher(contentType);
        try {
            return matcher.find() ? Optional.of(Charset.forName(matcher.group(1))) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Charset> byteOrderMark(byte[] bytes) {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return Optional.of(UTF_8);
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return Optional.of(UTF_16BE);
        }
        return startsWith(bytes, 0xFF, 0xFE) ? Optional.of(UTF_16LE) : Optional.empty();
    }

    /** A NUL byte is in no text but UTF-16 and UTF-32, which then is named. */
    private static boolean looksBinary(byte[] bytes, String contentType) {
        if (charsetOf(contentType)
                .filter(charset -> charset.name().startsWith("UTF-"))
                .isPresent()) {
            return false;
        }
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}

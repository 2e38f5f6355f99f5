package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a client asks the proxy for, read from the head of its request. Closed for ever. */
sealed interface ProxyRequest {
    /** More than any client of ours sends; a longer head is refused unread. */
    int MAX_HEAD_BYTES = 32 * 1024;

    /** Hop-by-hop headers, and what would tell the far side about the proxy. */
    Set<String> NOT_FORWARDED = Set.of(
            "proxy-authorization",
            "proxy-connection",
            "connection",
            "keep-alive",
            "host",
            "te",
            "upgrade",
            "forwarded",
            "via");

    /** A tunnel. */
    record Connect(Destination destination, String authorization) implements ProxyRequest {}

    /** One plain request; {@code head} is what the far side is sent in place of the client's. */
    record Forward(Destination destination, String authorization, String head, RequestBody.Framing framing)
            implements ProxyRequest {}

    /** Nothing the proxy can act on. */
    record Malformed(String reason) implements ProxyRequest {}

    /** Reads up to and including the empty line, no byte more. */
    static ProxyRequest read(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!endsWithEmptyLine(head)) {
            int next = in.read();
            if (next < 0) {
                return new Malformed("The request ended within its head.");
            }
            if (head.length() == MAX_HEAD_BYTES) {
                return new Malformed("The request's head is longer than " + MAX_HEAD_BYTES + " bytes.");
            }
            head.append((char) next);
        }
        List<String> lines = List.of(head.toString().split("\r\n"));
        String[] words = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ", -1);
        if (words.length != 3 || !words[0].matches("[A-Z]{1,20}") || !words[2].matches("HTTP/1\\.[01]")) {
            return new Malformed("The request line is not one of HTTP/1.");
        }
        try {
            return parse(words[0], words[1], headers(lines));
        } catch (IllegalArgumentException e) {
            return new Malformed(String.valueOf(e.getMessage()));
        }
    }

    private static ProxyRequest parse(String method, String target, List<Header> headers) {
        String authorization =
                values(headers, "proxy-authorization").stream().findFirst().orElse("");
        if (method.equals("CONNECT")) {
            return new Connect(Destination.parse(target, 443), authorization);
        }
        URI uri = URI.create(target);
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getRawAuthority() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("The proxy forwards http addresses and opens tunnels, nothing else.");
        }
        var destination = Destination.parse(uri.getRawAuthority(), 80);
        return new Forward(destination, authorization, rewritten(method, uri, headers), framing(headers));
    }

    /** The far side's own form of the request: path only, its own Host, and the connection ends with the answer. */
    private static String rewritten(String method, URI uri, List<Header> headers) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return method + " " + path + query + " HTTP/1.1\r\nHost: " + uri.getRawAuthority() + "\r\n"
                + headers.stream()
                        .filter(header -> !NOT_FORWARDED.contains(header.name().toLowerCase(Locale.ROOT)))
                        .map(header -> header.name() + ": " + header.value() + "\r\n")
                        .collect(Collectors.joining())
                + "Connection: close\r\n\r\n";
    }

    /** Whoever reads a request's end elsewhere than the far side does would send it a second one unseen. */
    private static RequestBody.Framing framing(List<Header> headers) {
        List<String> lengths = values(headers, "content-length");
        List<String> encodings = values(headers, "transfer-encoding");
        if (encodings.isEmpty() && lengths.isEmpty()) {
            return new RequestBody.Framing.Sized(0);
        }
        if (encodings.isEmpty() && lengths.size() == 1 && lengths.getFirst().matches("\\d{1,18}")) {
            return new RequestBody.Framing.Sized(Long.parseLong(lengths.getFirst()));
        }
        if (lengths.isEmpty() && encodings.size() == 1 && encodings.getFirst().equalsIgnoreCase("chunked")) {
            return new RequestBody.Framing.Chunked();
        }
        throw new IllegalArgumentException("The request does not say in one way where its body ends.");
    }

    private static List<String> values(List<Header> headers, String lowerCaseName) {
        return headers.stream()
                .filter(header -> header.is(lowerCaseName))
                .map(Header::value)
                .toList();
    }

    private static List<Header> headers(List<String> lines) {
        var headers = new ArrayList<Header>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            boolean clean = line.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
            if (colon < 1 || !clean || !line.substring(0, colon).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw new IllegalArgumentException("A header of the request is malformed.");
            }
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return headers;
    }

    private static boolean endsWithEmptyLine(StringBuilder head) {
        int length = head.length();
        return length >= 4 && head.substring(length - 4).equals("\r\n\r\n");
    }

    /** One header line, as it was sent. */
    record Header(String name, String value) {
        boolean is(String lowerCaseName) {
            return name.toLowerCase(Locale.ROOT).equals(lowerCaseName);
        }
    }

    /** The bytes of a head: one byte a character, as it was read. */
    static byte[] bytes(String head) {
        return head.getBytes(ISO_8859_1);
    }
}

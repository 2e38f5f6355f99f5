package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Collectors;

/**
 * An answer that says that its connection ends with it. Whoever is not told would ask on over the same connection, and lose
 * what was sent when it closes. Answers that only precede another one pass as they are. For one thread.
 */
final class LastAnswer extends InputStream {
    private static final int MAX_HEAD_BYTES = 64 * 1024;
    private static final String END = "\r\n\r\n";

    private final InputStream far;
    private InputStream head = InputStream.nullInputStream();
    private boolean isLast;

    LastAnswer(InputStream far) {
        this.far = new BufferedInputStream(far);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];

        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        int read = head.read(into, from, most);
        while (read < 0 && !isLast) {
            String next = next();
            isLast = !precedesAnother(next);
            head = new ByteArrayInputStream((isLast ? closing(next) : next).getBytes(ISO_8859_1));
            read = head.read(into, from, most);
        }

        return read < 0 ? far.read(into, from, most) : read;
    }

    /** Up to the empty line; less, if the other side ends before, or talks too long. */
    private String next() throws IOException {
        var text = new StringBuilder();
        while (text.length() < MAX_HEAD_BYTES && text.indexOf(END, text.length() - END.length()) < 0) {
            int read = far.read();
            if (read < 0) {
                break;
            }
            text.append((char) read);
        }

        return text.toString();
    }

    private static boolean precedesAnother(String answer) {
        return answer.matches("(?s)HTTP/1\\.[01] 1\\d\\d.*" + END) && !answer.startsWith(" 101", "HTTP/1.1".length());
    }

    private static String closing(String answer) {
        if (!answer.endsWith(END)) {
            return answer;
        }
        return answer.lines()
                .filter(line -> !line.isEmpty() && !isAboutTheConnection(line.toLowerCase(ROOT)))
                .collect(Collectors.joining("\r\n", "", "\r\nConnection: close" + END));
    }

    private static boolean isAboutTheConnection(String line) {
        return line.startsWith("connection:") || line.startsWith("keep-alive:") || line.startsWith("proxy-connection:");
    }
}

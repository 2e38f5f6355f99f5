package dev.lucid.llm;

import dev.lucid.domain.model.ModelReply;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A script that grows: each reply is one line, written when it is whole. A line that a crash cut is taken away when the
 * file is opened again, and passed over when it is read. The keys never get in. Safe for many threads of one process.
 */
final class Recording implements AutoCloseable {
    private static final String HEAD =
            "# Recorded by Lucid, one reply a line. Play it again with LUCID_SCRIPT.\nturns:\n";

    private final Path file;
    private final List<ApiKey> keys;
    private final FileChannel channel;

    private Recording(Path file, List<ApiKey> keys, FileChannel channel) {
        this.file = file;
        this.keys = keys;
        this.channel = channel;
    }

    /** Opens the file to go on behind what is there; only its owner may read it, if it is new. */
    static Recording to(Path file, List<ApiKey> keys) {
        try {
            var before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            if (before.length > 0 && !begun(before)) {
                throw new PortFailure.Permanent(
                        "The file " + file + " is not a recording; it is left as it is. Name another file.");
            }
            var channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            channel.truncate(whole(before).length);
            channel.position(channel.size());
            var recording = new Recording(file, List.copyOf(keys), channel);
            if (before.length == 0) {
                recording.write(HEAD);
            }
            return recording;
        } catch (IOException e) {
            throw new PortFailure.Permanent("The file " + file + " cannot be recorded to. Name another file.", e);
        }
    }

    /** The bytes without a line that a crash cut, if they are a recording. */
    static byte[] whole(byte[] bytes) {
        var end = bytes.length;
        while (begun(bytes) && bytes[end - 1] != '\n') {
            end--;
        }

        return Arrays.copyOf(bytes, end);
    }

    private static boolean begun(byte[] bytes) {
        var head = HEAD.getBytes(StandardCharsets.UTF_8);

        return Arrays.mismatch(head, bytes) >= head.length || Arrays.equals(head, bytes);
    }

    /** Adds a reply; fails with {@link PortFailure.Transient} if it can't be written. */
    synchronized void add(ModelReply reply) {
        try {
            write("- " + masked(inYaml(Json.text(turn(reply)))) + "\n");
        } catch (IOException e) {
            throw new PortFailure.Transient("A reply could not be recorded to " + file + ".", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PortFailure.Transient("The recording " + file + " could not be closed.", e);
        }
    }

    private void write(String line) throws IOException {
        var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    private String masked(String line) {
        var masked = line;
        for (var key : keys) {
            masked = key.maskedIn(masked);
        }

        return masked;
    }

    private static Map<String, Object> turn(ModelReply reply) {
        var turn = new LinkedHashMap<String, Object>();
        reply.thinking()
                .map(Thinking::text)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> turn.put("thinking", text));
        if (!reply.text().isEmpty()) {
            turn.put("text", reply.text());
        }
        if (!reply.uses().isEmpty()) {
            turn.put("calls", reply.uses().stream().map(Recording::call).toList());
        }
        var usage = reply.usage();
        turn.put("usage", Map.of("input", usage.input(), "cached", usage.cached(), "output", usage.output()));

        return turn;
    }

    private static Map<String, Object> call(ToolUse use) {
        var call = new LinkedHashMap<String, Object>();
        call.put("tool", use.tool());
        call.put("arguments", Toolbox.arguments(use));

        return call;
    }

    /** JSON is YAML but for a few characters, which YAML wants escaped. They occur in texts only. */
    private static String inYaml(String json) {
        var yaml = new StringBuilder(json.length());
        for (var i = 0; i < json.length(); i++) {
            var c = json.charAt(i);
            var paired = Character.isHighSurrogate(c)
                    && i + 1 < json.length()
                    && Character.isLowSurrogate(json.charAt(i + 1));
            if (paired) {
                yaml.append(c).append(json.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                yaml.append("\\ufffd");
            } else if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff || c >= 0xfffe) {
                yaml.append(String.format("\\u%04x", (int) c));
            } else {
                yaml.append(c);
            }
        }

        return yaml.toString();
    }
}

package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The first message of a client that speaks TLS, and the server that it names there. Strict: what could be read in two ways
 * names nobody. Where the true name is encrypted (ECH), it is the outer one that counts. For one thread.
 */
final class ClientHello {
    private static final int HANDSHAKE = 0x16;
    private static final int MAJOR_VERSION = 3;
    private static final int CLIENT_HELLO = 1;
    private static final int RECORD_HEAD = 5;
    private static final int MESSAGE_HEAD = 4;
    private static final int VERSION_AND_RANDOM = 2 + 32;
    private static final int SERVER_NAME = 0;
    private static final int HOST_NAME = 0;

    /** Of a record, and of a whole hello: real ones have two thousand. */
    private static final int MOST_BYTES = 16 * 1024;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private Optional<String> name = Optional.empty();

    private ClientHello() {}

    /** Reads one, however many records it comes in, and no byte more; or so much that it is clear that it is none. */
    static ClientHello read(InputStream in) throws IOException {
        var hello = new ClientHello();
        int whole = MESSAGE_HEAD;
        while (hello.message.size() < whole) {
            if (!hello.readRecord(in)) {
                return hello;
            }
            if (whole == MESSAGE_HEAD && hello.message.size() >= MESSAGE_HEAD) {
                whole = hello.wholeSize();
            }
        }
        if (hello.message.size() == whole) {
            hello.name = named(hello.message.toByteArray());
        }

        return hello;
    }

    private boolean readRecord(InputStream in) throws IOException {
        byte[] head = in.readNBytes(RECORD_HEAD);
        said.writeBytes(head);
        if (head.length < RECORD_HEAD || head[0] != HANDSHAKE || head[1] != MAJOR_VERSION) {
            return false;
        }
        int length = Short.toUnsignedInt(ByteBuffer.wrap(head).getShort(3));
        if (length == 0 || length > MOST_BYTES) {
            return false;
        }
        byte[] fragment = in.readNBytes(length);
        said.writeBytes(fragment);
        message.writeBytes(fragment);

        return fragment.length == length;
    }

    /** As it says itself; of what is no hello, or too long, something that is not its size. */
    private int wholeSize() {
        int head = ByteBuffer.wrap(message.toByteArray()).getInt();
        int length = head & 0xff_ffff;

        return head >>> 24 == CLIENT_HELLO && length <= MOST_BYTES ? MESSAGE_HEAD + length : 0;
    }

    private static Optional<String> named(byte[] message) {
        try {
            var hello = ByteBuffer.wrap(message);
            hello.position(MESSAGE_HEAD + VERSION_AND_RANDOM);
            block(hello, 1); // the session
            block(hello, 2); // the ciphers
            block(hello, 1); // the compressions
            var extensions = block(hello, 2);

            return hello.hasRemaining() ? Optional.empty() : only(names(extensions));
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static List<String> names(ByteBuffer extensions) {
        var names = new ArrayList<String>();
        while (extensions.hasRemaining()) {
            int type = Short.toUnsignedInt(extensions.getShort());
            var value = block(extensions, 2);
            if (type == SERVER_NAME) {
                var list = block(value, 2);
                boolean isHost = list.get() == HOST_NAME;
                var name = block(list, 2);
                if (!isHost || list.hasRemaining() || value.hasRemaining()) {
                    return List.of();
                }
                names.add(ISO_8859_1.decode(name).toString().toLowerCase(Locale.ROOT));
            }
        }

        return names;
    }

    private static Optional<String> only(List<String> names) {
        return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
    }

    /** What stands there after its own length, which has so many bytes. */
    private static ByteBuffer block(ByteBuffer from, int lengthBytes) {
        int length = Byte.toUnsignedInt(from.get());
        if (lengthBytes == 2) {
            length = length << 8 | Byte.toUnsignedInt(from.get());
        }
        var block = from.slice(from.position(), Math.min(length, from.remaining()));
        if (block.remaining() < length) {
            throw new BufferUnderflowException();
        }
        from.position(from.position() + length);

        return block;
    }

    /** The one server that it names, in lower case; whoever said it may have said anything. */
    Optional<String> name() {
        return name;
    }

    /** Whether who said it waits for an answer in TLS. */
    boolean isTls() {
        return said.size() > 0 && said.toByteArray()[0] == HANDSHAKE;
    }

    /** The client's bytes from the first on, where {@code rest} is what comes after. */
    InputStream andThen(InputStream rest) {
        return new SequenceInputStream(new ByteArrayInputStream(said.toByteArray()), rest);
    }
}

package dev.lucid.sandbox;

import dev.lucid.port.workspace.CommandOutput;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads text from bytes that are cut anywhere; what is no UTF-8 becomes U+FFFD. One thread's. */
final class Utf8Pieces {
    private final CommandOutput output;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer cut = ByteBuffer.allocate(0);

    Utf8Pieces(CommandOutput output) {
        this.output = output;
    }

    /** Some more bytes; a character that they cut waits for its rest. */
    void accept(byte[] bytes) {
        decode(bytes, false);
    }

    /** There is no more: what waits is no character. */
    void end() {
        decode(new byte[0], true);
    }

    private void decode(byte[] bytes, boolean last) {
        var in = ByteBuffer.allocate(cut.remaining() + bytes.length)
                .put(cut)
                .put(bytes)
                .flip();
        var text = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, text, last);
        if (last) {
            decoder.flush(text);
        }
        cut = in;
        if (text.flip().hasRemaining()) {
            output.text(text.toString());
        }
    }
}

package dev.lucid.llm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;

/** In what way an answer reaches the one who asked. Shares count thousandths of the bytes. */
interface Way {
    void send(String stream, LoopbackServer.Line line) throws IOException;

    /** At once, and whole. */
    record Whole() implements Way {
        @Override
        public void send(String stream, LoopbackServer.Line line) throws IOException {
            line.beginStream();
            all(stream, line);
            line.endStream();
        }
    }

    /** In small pieces of bytes, in the middle of whatever happens to be there. */
    record InPieces(long seed) implements Way {
        @Override
        public void send(String stream, LoopbackServer.Line line) throws IOException {
            var random = new SplittableRandom(seed);
            var bytes = bytes(stream);
            line.beginStream();
            for (var from = 0; from < bytes.length; ) {
                var to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextInt(1, 60)));
                line.piece(bytes, from, to);
                from = to;
            }
            line.endStream();
        }
    }

    /** Up to a place, where the connection is closed. */
    record Broken(int share) implements Way {
        @Override
        public void send(String stream, LoopbackServer.Line line) throws IOException {
            line.beginStream();
            part(stream, line, share);
            line.close();
        }
    }

    /** Up to a place, where the connection is torn; what was sent may be lost with it. */
    record Torn(int share) implements Way {
        @Override
        public void send(String stream, LoopbackServer.Line line) throws IOException {
            line.beginStream();
            part(stream, line, share);
            line.reset();
        }
    }

    /** Up to a place, where it ends as if that were all. */
    record CutShort(int share) implements Way {
        @Override
        public void send(String stream, LoopbackServer.Line line) throws IOException {
            line.beginStream();
            part(stream, line, share);
            line.endStream();
        }
    }

    /** Up to a place, and then nothing more. */
    record Stalled(int share) implements Way {
        @Override
        public void send(String stream, LoopbackServer.Line line) throws IOException {
            line.beginStream();
            part(stream, line, share);
            line.waitForHangup();
        }
    }

    /** A byte now and then, so that there never is a silence. */
    record Dripping() implements Way {
        @Override
        public void send(String stream, LoopbackServer.Line line) throws IOException {
            var bytes = bytes(stream);
            line.beginStream();
            for (var at = 0; at < bytes.length && !line.hungUpWithin(Duration.ofMillis(20)); at++) {
                line.piece(bytes, at, at + 1);
            }
        }
    }

    /** Not at all: nobody says a word. */
    record Silent() implements Way {
        @Override
        public void send(String stream, LoopbackServer.Line line) throws IOException {
            line.waitForHangup();
        }
    }

    /** Not at all: the connection is cut. */
    record HungUp() implements Way {
        @Override
        public void send(String stream, LoopbackServer.Line line) throws IOException {
            line.reset();
        }
    }

    private static void all(String stream, LoopbackServer.Line line) throws IOException {
        var bytes = bytes(stream);
        if (bytes.length > 0) {
            line.piece(bytes, 0, bytes.length);
        }
    }

    /** Sends the first thousandths of a stream that was begun. */
    static void part(String stream, LoopbackServer.Line line, int share) throws IOException {
        var bytes = bytes(stream);
        var to = (int) ((long) bytes.length * share / 1000);
        if (to > 0) {
            line.piece(bytes, 0, to);
        }
    }

    private static byte[] bytes(String stream) {
        return stream.getBytes(StandardCharsets.UTF_8);
    }
}

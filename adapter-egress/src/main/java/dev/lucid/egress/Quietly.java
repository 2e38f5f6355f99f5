package dev.lucid.egress;

import java.io.Closeable;
import java.io.IOException;

/** Closing of what is given up anyway. */
final class Quietly {
    private Quietly() {}

    static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException _) {
            // nothing is lost: nobody reads from it or writes to it any more
        }
    }
}

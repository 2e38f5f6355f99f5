package dev.lucid.benchmarks;

/** A server that sends events to all who are connected. */
interface Broadcaster extends AutoCloseable {
    int port();

    /** What a client has to say first. */
    String firstMessage();

    /** How many clients are there to be sent to. */
    int listeners();

    /** The number of the next event. */
    long next();

    /** Sends the next event. May block while too much is under way. */
    void send();

    @Override
    void close();
}

package dev.lucid.javalin;

/** One client's conversation over a {@link Line}. What it hears comes one message at a time, in order. */
public interface Talk {
    /** The client sent a text. May block: the client's next message waits so long. */
    void heard(String text);

    /** The client sent bytes, which were thrown away. */
    void heardBytes();

    /** The line is closed, for whatever reason. Called once, by any thread, perhaps while {@link #heard} is under way. */
    void ended();
}

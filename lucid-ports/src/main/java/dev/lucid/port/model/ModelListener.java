package dev.lucid.port.model;

/** Hears a reply while it is made. Called by one thread at a time; must be quick. */
public interface ModelListener {
    /** Some more of what the model thinks. */
    void thought(String piece);

    /** Some more of what the model says. */
    void text(String piece);

    /** Hears nothing. */
    static ModelListener none() {
        return new ModelListener() {
            @Override
            public void thought(String piece) {}

            @Override
            public void text(String piece) {}
        };
    }
}

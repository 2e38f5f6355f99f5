package dev.lucid.llm;

/** Carries the end of a call that nobody wants any more up through a vendor's frames. Never leaves this package. */
final class AskStopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    AskStopped() {
        super("Stopped", null, false, false);
    }
}

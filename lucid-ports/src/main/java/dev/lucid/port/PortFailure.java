package dev.lucid.port;

/**
 * The world outside failed. It says whether trying again may help, and names no vendor; the message says what was being
 * done, to which thing, and where possible what to do next. Nothing else may leave an adapter. Closed for ever.
 */
public abstract sealed class PortFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private PortFailure(String message, Throwable cause) {
        super(message, cause);
    }

    private PortFailure(String message) {
        super(message);
    }

    /** Trying again later may help. */
    public static final class Transient extends PortFailure {
        private static final long serialVersionUID = 1;

        private final boolean beforehand;

        public Transient(String message, Throwable cause) {
            this(message, cause, false);
        }

        public Transient(String message) {
            super(message);
            beforehand = false;
        }

        private Transient(String message, Throwable cause, boolean beforehand) {
            super(message, cause);
            this.beforehand = beforehand;
        }

        /** The same where it is known that what was to be done had not begun. */
        public Transient beforehand() {
            return new Transient(String.valueOf(getMessage()), this, true);
        }

        /** Whether it is known that what was to be done had not begun; else that is unknown. */
        public boolean isBeforehand() {
            return beforehand;
        }
    }

    /** Trying again does not help: a person must act. */
    public static final class Permanent extends PortFailure {
        private static final long serialVersionUID = 1;

        public Permanent(String message, Throwable cause) {
            super(message, cause);
        }

        public Permanent(String message) {
            super(message);
        }
    }

    /** The calling thread was asked to end. Made by {@link #whileDoing}, never retried. */
    public static final class Interrupted extends PortFailure {
        private static final long serialVersionUID = 1;

        private Interrupted(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Restores the interrupt and gives the failure to throw. */
    public static Interrupted whileDoing(String work, InterruptedException cause) {
        Thread.currentThread().interrupt();

        return new Interrupted("Interrupted while " + work, cause);
    }
}

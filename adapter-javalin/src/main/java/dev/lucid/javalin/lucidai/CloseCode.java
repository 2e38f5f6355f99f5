package dev.lucid.javalin.lucidai;

/** The codes that this wire closes sockets with, besides those of WebSocket itself. */
enum CloseCode {
    /** An error frame said why. */
    NORMAL(1000, "See the error before"),
    NOT_UNDERSTOOD(1003, "Text only"),
    SERVER_ERROR(1011, "Internal error"),
    CROWDED(1013, "Too many sockets"),
    NO_TASK(4001, "Missing task"),
    NO_CHAT(4004, "No such chat"),
    NO_SESSION(4004, "No such session"),
    NOT_KNOWN(4010, "Authentication required"),
    EXPIRED(4010, "Token expired");

    private final int number;
    private final String reason;

    CloseCode(int number, String reason) {
        this.number = number;
        this.reason = reason;
    }

    int number() {
        return number;
    }

    String reason() {
        return reason;
    }
}

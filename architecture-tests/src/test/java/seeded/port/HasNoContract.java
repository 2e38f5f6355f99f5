package seeded.port;

/** Breaks: the test kit says what a driven port promises. */
interface HasNoContract {
    void call();
}

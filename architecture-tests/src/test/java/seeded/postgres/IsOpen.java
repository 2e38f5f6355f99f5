package seeded.postgres;

/** Breaks: nothing mutable is public. */
public final class IsOpen {
    public int count;
}

package seeded.postgres;

/** Breaks: the listed alone act as Lucid. */
final class ActsAsLucid {
    String peek() {
        return new Transactions().asLucid(() -> "everybody's");
    }
}

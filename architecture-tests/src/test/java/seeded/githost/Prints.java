package seeded.githost;

/** Breaks: stdout belongs to the commands. */
final class Prints {
    void say() {
        System.out.println("hello");
    }
}

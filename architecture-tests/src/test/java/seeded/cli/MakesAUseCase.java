package seeded.cli;

import seeded.application.Doing;

/** Breaks: the program alone makes use cases, and adapters do not know them. */
final class MakesAUseCase {
    Object make() {
        return new Doing();
    }
}

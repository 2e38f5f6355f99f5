package seeded.javalin;

import seeded.app.Program;

/** Breaks: nobody knows the program. */
final class KnowsTheProgram {
    KnowsTheProgram(Program program) {}
}

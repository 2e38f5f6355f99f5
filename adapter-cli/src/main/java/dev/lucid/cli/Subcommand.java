package dev.lucid.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command of the program. */
interface Subcommand {
    /** Its name, options and help. */
    CommandSpec spec();

    /** Does it, and gives the exit code. */
    int run(ParseResult given);
}

/** The command line. */
package dev.lucid.cli;

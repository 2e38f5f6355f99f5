/** The command line, driven with engines made of lists. */
package dev.lucid.cli;

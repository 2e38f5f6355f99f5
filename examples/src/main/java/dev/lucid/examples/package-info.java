/** Programs that embed Lucid, to be read in order. */
package dev.lucid.examples;

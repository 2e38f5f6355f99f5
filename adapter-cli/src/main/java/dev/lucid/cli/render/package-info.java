/** Puts what happens in a chat on a terminal, as a person wants to read it. */
package dev.lucid.cli.render;

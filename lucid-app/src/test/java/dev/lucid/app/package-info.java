/** The program: its configuration, and the program itself, started as people start it. */
package dev.lucid.app;

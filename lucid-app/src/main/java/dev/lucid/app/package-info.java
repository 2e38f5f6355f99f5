/** The program: configuration, wiring, main. */
package dev.lucid.app;

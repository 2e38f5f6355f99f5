/** Turns, performed: who runs a chat, and each step of it. */
package dev.lucid.application.turn;

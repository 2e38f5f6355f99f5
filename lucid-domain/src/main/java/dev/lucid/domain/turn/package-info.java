/** Turns: the agent's loop as a state machine that decides and performs nothing. */
package dev.lucid.domain.turn;

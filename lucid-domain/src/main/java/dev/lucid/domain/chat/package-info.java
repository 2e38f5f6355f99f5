/** Chats and everything that can happen in one: what is stored, and what follows from it. */
package dev.lucid.domain.chat;

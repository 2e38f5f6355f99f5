/** Agents at work for chats, as clients see and end them. */
package dev.lucid.port.session;

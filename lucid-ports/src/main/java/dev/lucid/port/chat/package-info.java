/** What people do with chats, and where chats are kept. */
package dev.lucid.port.chat;

/** What people do with chats. */
package dev.lucid.application.chat;

/** Agents at work for chats: prepared, started, looked at and ended. */
package dev.lucid.application.session;

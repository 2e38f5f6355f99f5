/** The server: HTTP and WebSocket. */
package dev.lucid.javalin;

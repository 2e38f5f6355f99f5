/** The wire of Lucid AI: {@code /}, {@code /health} and the WebSocket {@code /api/v1/ws}. */
package dev.lucid.javalin.lucidai;

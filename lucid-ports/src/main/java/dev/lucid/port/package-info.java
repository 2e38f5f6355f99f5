/** What is said: verbs that come in, nouns that go out, and how what is outside may fail. */
package dev.lucid.port;

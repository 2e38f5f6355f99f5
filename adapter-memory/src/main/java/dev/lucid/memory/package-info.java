/** Every driven port in memory: for embedding, and as the fakes that the contracts verify. */
package dev.lucid.memory;

/** Ways from inside a sandbox to Lucid. */
package dev.lucid.port.relay;

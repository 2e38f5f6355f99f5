/** Sandboxes as processes of this machine. */
package dev.lucid.local;

/** Sandboxes and the workspaces in them. */
package dev.lucid.port.workspace;

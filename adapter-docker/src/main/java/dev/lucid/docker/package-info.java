/** Sandboxes as containers of a Docker Engine, on the same machine as their workspaces. */
package dev.lucid.docker;

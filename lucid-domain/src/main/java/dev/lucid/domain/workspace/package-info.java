/** Workspaces: the files an agent works on, and the commands it runs there. */
package dev.lucid.domain.workspace;

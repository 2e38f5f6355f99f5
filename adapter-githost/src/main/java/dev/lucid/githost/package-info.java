/**
 * Repositories, by the real git: cloned before an agent has the workspace, handed over as bundles into bare
 * repositories of Lucid's own, pushed from there to one branch of the origin.
 */
package dev.lucid.githost;

/** A Lucid that runs somewhere else, used as if it ran in this process. */
package dev.lucid.cli.remote;

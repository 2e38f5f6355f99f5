/**
 * What every kind of sandbox is built of that runs commands in a shell: the channels over which a shell that waits is told
 * commands and answers, and the workspace's files as they are seen from outside. How a sandbox is kept in is its adapter's.
 */
package dev.lucid.sandbox;

/**
 * The default database of a fresh machine: PostgreSQL's own binaries, run as a child that outlives nobody's data.
 *
 * <p>{@link dev.lucid.postgres.embedded.EmbeddedPostgres} is the only door. Nothing here knows Lucid's tables.
 */
package dev.lucid.postgres.embedded;

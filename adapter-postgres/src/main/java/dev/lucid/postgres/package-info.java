/** The driven ports on PostgreSQL, and the embedded server that a fresh machine uses. */
package dev.lucid.postgres;

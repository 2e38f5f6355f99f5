/** Who is who. */
package dev.lucid.domain.identity;

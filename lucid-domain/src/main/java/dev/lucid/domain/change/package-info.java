/** Changes to files and repositories. */
package dev.lucid.domain.change;

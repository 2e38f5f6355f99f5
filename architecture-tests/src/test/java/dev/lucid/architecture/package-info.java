/** The rules that Lucid's shape keeps, each shown to bite on a seeded violation. */
package dev.lucid.architecture;

/** Golden texts of what a person sees. */
package dev.lucid.cli.render;

/** Tools: what a model may ask for, with what effect, and what became of it. */
package dev.lucid.domain.tool;

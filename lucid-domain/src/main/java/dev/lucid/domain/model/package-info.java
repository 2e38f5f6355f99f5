/** Models: what one is shown, what it replies, what that costs. */
package dev.lucid.domain.model;

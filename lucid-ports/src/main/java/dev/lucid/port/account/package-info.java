/** Who users are, and what they show to be let in. */
package dev.lucid.port.account;

/** Who is let in, and as whom. */
package dev.lucid.application.account;

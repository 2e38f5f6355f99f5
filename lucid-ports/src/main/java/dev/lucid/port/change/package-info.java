/** Where repositories come from and changes go to. */
package dev.lucid.port.change;

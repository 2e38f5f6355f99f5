/** How we know: a contract for each port, which every adapter's tests inherit. */
package dev.lucid.testkit;

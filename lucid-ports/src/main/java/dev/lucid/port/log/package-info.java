/** The log of events, and the leases that decide who writes to it. */
package dev.lucid.port.log;

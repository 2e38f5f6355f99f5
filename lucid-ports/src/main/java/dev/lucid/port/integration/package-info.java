/** Users' accounts at git hosts, and what can be done there. */
package dev.lucid.port.integration;

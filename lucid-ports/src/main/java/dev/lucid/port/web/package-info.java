/** The web, as far as an agent may see it. */
package dev.lucid.port.web;

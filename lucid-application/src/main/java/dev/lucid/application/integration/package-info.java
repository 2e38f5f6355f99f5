/** Users' accounts at git hosts: connecting them, using them, and whose token an origin is shown. */
package dev.lucid.application.integration;

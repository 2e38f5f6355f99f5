/** What users connect to Lucid: their accounts at git hosts, and what lies there. */
package dev.lucid.domain.integration;

/** The models that an agent asks. */
package dev.lucid.port.model;

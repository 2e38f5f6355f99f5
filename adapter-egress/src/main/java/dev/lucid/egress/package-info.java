/**
 * The one way out: a forward proxy on loopback that resolves each name once, judges every address it leads to and
 * dials exactly that address; and the reading of web pages through it.
 */
package dev.lucid.egress;

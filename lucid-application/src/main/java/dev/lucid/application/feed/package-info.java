/** The way of an event from its commit to those who watch. */
package dev.lucid.application.feed;

/** What is done: one use case a class. */
package dev.lucid.application;

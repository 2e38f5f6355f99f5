/** Language models: the providers, and the scripted one. */
package dev.lucid.llm;

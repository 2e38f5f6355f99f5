/** Traces of what Lucid does, as OpenTelemetry sends them; nothing here is loaded where they are not asked for. */
package dev.lucid.app.tracing;

/** What Lucid costs, each figure beside its limit in the same run. */
package dev.lucid.benchmarks;

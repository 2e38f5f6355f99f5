/** Small violations, one for each rule: a rule that does not find its own proves nothing. */
package seeded;

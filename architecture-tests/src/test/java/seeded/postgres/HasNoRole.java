package seeded.postgres;

import org.jdbi.v3.core.Jdbi;

/** Breaks: every statement has a role. */
final class HasNoRole {
    void look(Jdbi jdbi) {
        jdbi.useHandle(handle -> handle.execute("select 1"));
    }
}

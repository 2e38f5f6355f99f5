package seeded.domain;

import java.util.UUID;

/** Breaks: the core makes no chance. */
final class MakesAnId {
    UUID id() {
        return UUID.randomUUID();
    }
}

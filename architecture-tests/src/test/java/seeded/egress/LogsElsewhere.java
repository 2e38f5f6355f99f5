package seeded.egress;

import java.util.logging.Logger;

/** Breaks: there is one log. */
final class LogsElsewhere {
    void say() {
        Logger.getLogger("x").info("hello");
    }
}

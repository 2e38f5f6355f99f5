package dev.lucid.egress;

import java.util.HashMap;
import java.util.Map;

/**
 * How many connections lead to each host, up to a number of them. Who asks for a connection a proxy may not be told: git and
 * clients of pages share one way to it. So nobody is given a share of their own, but no host gets all there is, and one that
 * never answers keeps nobody from the others. Safe for many threads.
 */
final class Shares {
    private final int most;
    private final Map<String, Integer> taken = new HashMap<>();

    Shares(int most) {
        this.most = most;
    }

    /** As many as one likes: for a proxy that knows who asks, and bounds that. */
    static Shares unbounded() {
        return new Shares(Integer.MAX_VALUE);
    }

    /** Takes one of the host's, and says whether there was one. */
    synchronized boolean take(Destination to) {
        var count = taken.getOrDefault(to.host(), 0);
        if (count >= most) {
            return false;
        }
        taken.put(to.host(), count + 1);

        return true;
    }

    synchronized void give(Destination to) {
        taken.computeIfPresent(to.host(), (_, count) -> count == 1 ? null : count - 1);
    }
}

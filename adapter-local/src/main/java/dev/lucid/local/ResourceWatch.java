package dev.lucid.local;

import dev.lucid.local.ProcessTable.Entry;
import dev.lucid.sandbox.Execution.Cause;
import dev.lucid.sandbox.SandboxProcess;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Looks after what sandboxes use: often while commands run, now and then while none does. A sandbox that holds too much
 * memory, or too many processes, loses its greediest process group, and if that does not help, all. What grows faster than
 * it looks may hold more for a moment: this saves a machine from accidents, not from malice.
 */
final class ResourceWatch implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ResourceWatch.class.getName());
    private static final long OFTEN_MILLIS = 100;
    private static final long SELDOM_MILLIS = 5_000;
    private static final int STRIKES = 3;

    private final long memoryLimit;
    private final int processLimit;
    private final Map<SandboxProcess, Watched> watched = new ConcurrentHashMap<>();
    private final Map<SandboxProcess, Integer> strikes = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private final Thread thread;
    private volatile boolean dozing;
    private volatile boolean closed;

    ResourceWatch(LocalConfig config) {
        memoryLimit = config.memoryLimit();
        processLimit = config.processLimit();
        thread = Thread.ofPlatform().name("lucid-sandbox-watch").daemon().start(this::watch);
    }

    void add(SandboxProcess sandbox, Population population) {
        strikes.put(sandbox, 0);
        watched.put(sandbox, new Watched(sandbox, population));
    }

    void remove(SandboxProcess sandbox) {
        watched.remove(sandbox);
        strikes.remove(sandbox);
    }

    /** A command begins. */
    void stir() {
        if (dozing) {
            wakeUp();
        }
    }

    private void wakeUp() {
        lock.lock();
        try {
            dozing = false;
            wake.signal();
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        try {
            while (!closed) {
                rest();
                for (var each : watched.values()) {
                    look(each);
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void rest() throws InterruptedException {
        dozing = true; // before it looks: a command that begins now wakes it
        if (watched.keySet().stream().noneMatch(SandboxProcess::isBusy)) {
            doze();
        }
        dozing = false;
        Thread.sleep(OFTEN_MILLIS);
    }

    private void doze() throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(SELDOM_MILLIS);
            while (dozing && left > 0) {
                left = wake.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void look(Watched each) {
        try {
            var entries = each.look();
            if (entries.size() > processLimit) {
                strike(each, entries, _ -> 1, Cause.PROCESSES);
            } else if (holdsTooMuch(each, entries)) {
                strike(each, entries, Entry::resident, Cause.MEMORY);
            } else {
                strikes.computeIfPresent(each.sandbox(), (_, _) -> 0);
            }
        } catch (IOException | NumberFormatException _) {
            // it ends just now
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A sandbox could not be kept within its limits; the others are watched on", e);
        }
    }

    /** The exact sum costs time, so it is only asked for where a sum that counts shared pages twice is too high. */
    private boolean holdsTooMuch(Watched each, List<Entry> entries) {
        return entries.stream().mapToLong(Entry::resident).sum() > memoryLimit
                && each.population().memory(entries) > memoryLimit;
    }

    private void strike(Watched each, List<Entry> entries, ToLongFunction<Entry> greed, Cause cause) {
        var sandbox = each.sandbox();
        var count = strikes.computeIfPresent(sandbox, (_, before) -> before + 1);
        var greediest = entries.stream()
                .filter(entry -> !each.isOwnGroup(entry.group(), entries))
                .collect(Collectors.groupingBy(Entry::group, Collectors.summingLong(greed)))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue());
        if (greediest.isEmpty() || (count != null && count > STRIKES)) {
            sandbox.endAll(cause);
        } else {
            sandbox.punish(greediest.get().getKey(), cause);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}

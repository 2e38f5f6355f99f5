package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Something that is made when it is first needed. A failure to make it is tried again next time. Safe for many threads. */
final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private Optional<T> made = Optional.empty();
    private boolean over;

    Lazy(Supplier<T> maker) {
        this.maker = requireNonNull(maker, "maker");
    }

    @Override
    public synchronized T get() {
        if (made.isEmpty()) {
            if (over) {
                throw new IllegalStateException("Lucid is closed already");
            }
            made = Optional.of(maker.get());
        }

        return made.get();
    }

    /** Ends it if it was ever made; after that it is made no more. */
    synchronized void end(Consumer<T> ending) {
        over = true;
        made.ifPresent(ending);
        made = Optional.empty();
    }
}

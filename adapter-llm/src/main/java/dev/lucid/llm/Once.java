package dev.lucid.llm;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made when it is first needed, and once. Safe for many threads. */
final class Once<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private volatile @Nullable T value;

    Once(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public T get() {
        var made = value;

        return made == null ? make() : made;
    }

    /** Does something with the value, if it was made. */
    synchronized void ifMade(Consumer<T> action) {
        var made = value;
        if (made != null) {
            action.accept(made);
        }
    }

    private synchronized T make() {
        var made = value;
        if (made == null) {
            made = maker.get();
            value = made;
        }

        return made;
    }
}

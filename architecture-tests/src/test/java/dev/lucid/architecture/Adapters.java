package dev.lucid.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.library.dependencies.Slice;

/** Slices that are adapters. */
final class Adapters extends DescribedPredicate<Slice> {
    Adapters(Tree tree) {
        super("adapters of " + tree.root());
    }

    @Override
    public boolean test(Slice slice) {
        return Tree.ADAPTERS.contains(slice.getDescription());
    }
}

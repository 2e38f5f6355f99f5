package dev.lucid.architecture;

import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Predicate;

/** Makes conditions from predicates. */
final class Conditions {
    private Conditions() {}

    /** Each one fulfils the predicate; the message names those that do not. */
    static <T extends HasName.AndFullName> ArchCondition<T> each(String description, Predicate<T> fulfilled) {
        return new ArchCondition<>(description) {
            @Override
            public void check(T item, ConditionEvents events) {
                if (!fulfilled.test(item)) {
                    events.add(SimpleConditionEvent.violated(item, item.getFullName() + " does not: " + description));
                }
            }
        };
    }
}

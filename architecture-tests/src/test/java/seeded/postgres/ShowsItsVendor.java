package seeded.postgres;

import com.tngtech.archunit.core.domain.JavaClasses;

/** Breaks: vendor types stay inside. */
public final class ShowsItsVendor {
    public JavaClasses classes(JavaClasses classes) {
        return classes;
    }
}

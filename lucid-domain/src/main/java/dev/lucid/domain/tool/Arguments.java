package dev.lucid.domain.tool;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/** A tool call's arguments as a model gave them, read with what a person would forgive and nothing more. */
final class Arguments {
    /** Says which argument does not fit, in words meant for the model. */
    static final class Unfit extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Unfit(String message) {
            super(message);
        }
    }

    private final Map<String, Object> values;

    Arguments(Map<String, Object> values) {
        this.values = requireNonNull(values, "values");
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> new Unfit("The argument '" + name + "' is missing."));
    }

    Optional<String> optionalText(String name) {
        var value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw new Unfit("The argument '" + name + "' must be a string.");
    }

    int number(String name, int otherwise, int min, int max) {
        var value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        var number = value instanceof Number given ? given.doubleValue() : parsed(name, value);
        if (number != Math.rint(number) || number < min || number > max) {
            throw new Unfit("The argument '" + name + "' must be a whole number from " + min + " to " + max + ".");
        }
        return (int) number;
    }

    boolean flag(String name) {
        var value = values.get(name);
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof String text && (text.equals("true") || text.equals("false"))) {
            return text.equals("true");
        }
        throw new Unfit("The argument '" + name + "' must be true or false.");
    }

    private static double parsed(String name, Object value) {
        try {
            return Double.parseDouble(String.valueOf(value));
        } catch (NumberFormatException _) {
            throw new Unfit("The argument '" + name + "' must be a whole number.");
        }
    }
}

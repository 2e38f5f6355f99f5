package dev.lucid.postgres;

import dev.lucid.port.PortFailure;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;

/** Reads what the database or the way to it reports: may trying again help, and what should a person do? */
final class Failures {
    private static final Set<String> PASSING = Set.of(
            "40001", // serialization failure
            "40P01", // deadlock
            "53000", "53100", "53200", "53300", // out of resources: disk, memory, connections
            "55P03", // lock not available
            "57014", // cancelled, by a time limit
            "57P01", "57P02", "57P03", "57P05", // shutting down, crashed, starting, idle for too long
            "25006", // read only: a standby that is about to be promoted
            "58030"); // input or output error

    private Failures() {}

    /** {@code work} completes "PostgreSQL failed while …". */
    static PortFailure of(String work, Throwable failure) {
        if (failure instanceof PortFailure known) {
            return known;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException interruption) {
                return PortFailure.whileDoing(work, interruption);
            }
        }
        var message = "PostgreSQL failed while " + work + ": " + said(failure);
        return isPassing(failure)
                ? new PortFailure.Transient(message + ". It may be back soon: try again.", failure)
                : new PortFailure.Permanent(message + advice(failure), failure);
    }

    static boolean isPassing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientException) {
                return true;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("08") || PASSING.contains(sql.getSQLState());
            }
        }
        return false;
    }

    static boolean isOutOfRoom(Throwable failure) {
        return "53100".equals(state(failure));
    }

    static boolean isUniqueViolation(Throwable failure) {
        return "23505".equals(state(failure));
    }

    private static String advice(Throwable failure) {
        return switch (state(failure)) {
            case "28P01", "28000" -> ". Check the user and the password in DATABASE_URL.";
            case "3D000" -> ". Make the database, or name another one in DATABASE_URL.";
            case "42501" ->
                ". Run `lucid migrate --database-url -` with the database's owner: it grants what is missing.";
            case "42P01", "42703", "42883", "3F000", "22023" -> // table, column, function, schema, role
                ". The database is not migrated for this version: run `lucid migrate --database-url -` with its owner.";
            default -> ".";
        };
    }

    private static String state(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    /** The first line of what the database said: later ones quote the statement, and with it people's words. Without its full stop. */
    static String said(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof SQLException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage())
                .lines()
                .findFirst()
                .map(line -> line.replaceFirst("\\.$", ""))
                .orElse("no reason given");
    }
}

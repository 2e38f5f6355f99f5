package dev.lucid.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes that a {@code /proc} shows; those that have ended, or end while it is read, are left out. */
record ProcessTable(Path proc) {
    /** What the kernel says of a process; ids as that {@code /proc} counts them, memory in bytes. */
    record Entry(int id, int parent, int group, int session, long resident) {}

    /** This machine's. */
    static final ProcessTable HOST = new ProcessTable(Path.of("/proc"));

    private static final long PAGE = pageSize();

    List<Entry> entries() throws IOException {
        var entries = new ArrayList<Entry>();
        for (int id : ids()) {
            entry(id).ifPresent(entries::add);
        }

        return entries;
    }

    List<Integer> ids() throws IOException {
        var ids = new ArrayList<Integer>();
        try (var names = Files.newDirectoryStream(proc)) {
            for (var path : names) {
                var name = path.getFileName().toString();
                if (Character.isDigit(name.charAt(0))) {
                    ids.add(Integer.valueOf(name));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }

        return ids;
    }

    Optional<Entry> entry(int id) {
        return read(id, "stat").filter(stat -> stat.contains(") ")).flatMap(stat -> parse(id, stat));
    }

    /** Its own share of memory in bytes, pages that it shares divided by those who share them. */
    long proportional(int id) {
        return read(id, "smaps_rollup").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    /** What a file of that process says, byte for byte; empty if it has ended or is none of ours. */
    Optional<String> read(int id, String file) {
        try {
            return Optional.of(
                    Files.readString(proc.resolve(Integer.toString(id)).resolve(file), StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The fields after the program's name, which is in brackets and may hold anything. */
    private static Optional<Entry> parse(int id, String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);

        if (fields[0].equals("Z") || fields[0].equals("X")) {
            return Optional.empty();
        }

        return Optional.of(new Entry(
                id,
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[2]),
                Integer.parseInt(fields[3]),
                Long.parseLong(fields[21]) * PAGE));
    }

    /** From what the kernel gave this process at its start: pairs of a type and a value. */
    private static long pageSize() {
        try {
            var pairs = ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv")))
                    .order(ByteOrder.nativeOrder())
                    .asLongBuffer();
            while (pairs.remaining() >= 2) {
                long type = pairs.get();
                long value = pairs.get();
                if (type == 6) {
                    return value;
                }
            }
        } catch (IOException _) {
            // no such file: then there are no processes to be read either
        }

        return 4096;
    }
}

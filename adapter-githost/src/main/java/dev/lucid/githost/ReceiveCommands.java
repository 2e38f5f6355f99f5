package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lucid.domain.change.BranchName;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a push asks for: the readable beginning of its request, read before git sees any of it. */
record ReceiveCommands(List<Command> commands, Set<String> abilities) {
    private static final String HEADS = "refs/heads/";
    private static final String ID = "[0-9a-f]{40}(?:[0-9a-f]{24})?";
    private static final Pattern COMMAND = Pattern.compile("(" + ID + ") (" + ID + ") ([\\x21-\\x7e]{1,1000})\n?");
    private static final Pattern SHALLOW = Pattern.compile("shallow " + ID + "\n?");
    private static final Pattern LENGTH = Pattern.compile("[0-9a-f]{4}");
    private static final int HEX = 16;
    private static final int LENGTH_BYTES = 4;
    private static final int MAX_LINES = 1_000;

    ReceiveCommands {
        commands = List.copyOf(commands);
        abilities = Set.copyOf(abilities);
    }

    /** One reference, from one commit to another. */
    record Command(String reference, String to) {
        boolean removes() {
            return to.chars().allMatch(digit -> digit == '0');
        }

        Optional<BranchName> branch() {
            try {
                return reference.startsWith(HEADS)
                        ? Optional.of(new BranchName(reference.substring(HEADS.length())))
                        : Optional.empty();
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }
    }

    /**
     * Reads up to the end of the commands, no byte more.
     *
     * @throws IOException also where it is none of git's requests
     */
    static ReceiveCommands read(InputStream in) throws IOException {
        var commands = new ArrayList<Command>();
        Set<String> abilities = Set.of();
        for (int line = 0; line < MAX_LINES; line++) {
            Optional<String> text = line(in);
            if (text.isEmpty()) {
                return new ReceiveCommands(commands, abilities);
            }
            String[] parts = text.get().split("\0", 2);
            Matcher command = COMMAND.matcher(parts[0]);
            if (command.matches()) {
                commands.add(new Command(command.group(3), command.group(2)));
                abilities =
                        parts.length > 1 ? Set.copyOf(List.of(parts[1].strip().split(" +"))) : abilities;
            } else if (!SHALLOW.matcher(parts[0]).matches()) {
                throw new IOException("not one of git's commands");
            }
        }
        throw new IOException("too many commands");
    }

    /** Empty at the end of the commands. */
    private static Optional<String> line(InputStream in) throws IOException {
        String length = new String(in.readNBytes(LENGTH_BYTES), ISO_8859_1);
        if (!LENGTH.matcher(length).matches()) {
            throw new IOException("not one of git's lines");
        }
        int bytes = Integer.parseInt(length, HEX) - LENGTH_BYTES;
        if (bytes == -LENGTH_BYTES) {
            return Optional.empty();
        }
        byte[] line = in.readNBytes(Math.max(0, bytes));
        if (bytes <= 0 || line.length < bytes) {
            throw new IOException("not one of git's lines");
        }
        return Optional.of(new String(line, ISO_8859_1));
    }

    /** A client that only asks whether it may speak. */
    boolean isEmpty() {
        return commands.isEmpty();
    }

    /** The one branch that is to go forward, as far as the commands themselves tell. */
    Optional<BranchName> branch() {
        return problem().isPresent() ? Optional.empty() : commands.getFirst().branch();
    }

    /** Why this is not taken. */
    Optional<String> problem() {
        if (commands.size() != 1) {
            return Optional.of("Lucid takes one branch at a time");
        }
        Command command = commands.getFirst();
        if (command.branch().isEmpty()) {
            return Optional.of(
                    "Lucid takes branches of the form lucid/name alone, in small letters, digits and dashes");
        }
        return command.removes() ? Optional.of("Lucid removes no branch") : Optional.empty();
    }
}

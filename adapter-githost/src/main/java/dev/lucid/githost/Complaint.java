package dev.lucid.githost;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What git complained about, in words that say what to do. */
final class Complaint {
    private static final List<Reading> READINGS = List.of(
            new Reading(
                    "from proxy after CONNECT|CONNECT tunnel failed, response 403",
                    "%s can't be reached: its address is not public, or its port is closed. If it is meant, the operator"
                            + " can list it in ALLOWED_PRIVATE_HOSTS."),
            new Reading(
                    "CONNECT tunnel failed|Proxy CONNECT aborted|Could not resolve host|Failed to connect|Connection (refused|timed out|reset)"
                            + "|Operation too slow|RPC failed|early EOF|unexpected disconnect|returned error: 5\\d\\d"
                            + "|Network is unreachable|Empty reply|Recv failure",
                    "%s can't be reached, or broke off. Check the address and try again."),
            new Reading(
                    "could not read (Username|Password)|Authentication failed|terminal prompts disabled"
                            + "|returned error: 401|Permission denied \\(",
                    "%s asks for a login, and Lucid was given no token for it. Connect its host or give a token, or use a"
                            + " repository that can be read without."),
            new Reading(
                    "returned error: 403",
                    "%s refuses access: it is not public, or plain http to it is closed (use https)."),
            new Reading(
                    "certificate",
                    "%s shows a certificate that this machine does not trust. Have it added to the machine's own list of"
                            + " certificate authorities."),
            new Reading(
                    "Host key verification failed",
                    "The host of %s is not among the known ones. Log in to it once with ssh, then try again."),
            new Reading(
                    "dubious ownership",
                    "%s belongs to another user of this machine, and git takes nothing from there. Run Lucid as that user,"
                            + " or make a clone of your own first."),
            new Reading(
                    "does not appear to be a git repository|not a git repository|repository .* not found"
                            + "|does not exist|returned error: 404|not valid: is this a git repository",
                    "There is no git repository at %s. Check the address; for a folder, name the one that holds .git, or"
                            + " run git init and make a commit there."),
            new Reading(
                    "No space left|unable to write|Disk quota",
                    "There is no room on the disk for %s. Make some, then try again."));

    /** What differs where a token was shown; these are looked at first. */
    private static final List<Reading> WITH_LOGIN = List.of(
            new Reading(
                    "could not read (Username|Password)|Authentication failed|returned error: 401",
                    "%s does not take the token that it was shown. Give one that is valid there."),
            new Reading(
                    "returned error: 403",
                    "%s refuses this to the token that it was shown. Give one that may read and write there."));

    /** What git begins each clone with; it names a folder that is nobody's business. */
    static final String CHATTER = "Cloning into ";

    private Complaint() {}

    private record Reading(Pattern pattern, String meaning) {
        Reading(String pattern, String meaning) {
            this(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), meaning);
        }
    }

    /** The meaning of git's words about that repository; the words themselves where they are new to us. */
    static String about(RepositoryAddress address, String work, String words, Optional<Login> login) {
        return Stream.concat(login.stream().flatMap(_ -> WITH_LOGIN.stream()), READINGS.stream())
                .filter(reading -> reading.pattern().matcher(words).find())
                .findFirst()
                .map(reading -> reading.meaning().formatted(address.text()))
                .orElseGet(() -> "Git failed while " + work + " " + address.text() + ": " + brief(words));
    }

    /** The last lines that a person wants to see. */
    static String brief(String words) {
        List<String> lines = words.lines()
                .map(line -> line.replaceFirst("^(fatal|error): ", ""))
                .filter(line -> !line.isBlank() && !line.startsWith(CHATTER))
                .toList();

        return lines.isEmpty()
                ? "it gave no reason."
                : String.join(" ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    }
}

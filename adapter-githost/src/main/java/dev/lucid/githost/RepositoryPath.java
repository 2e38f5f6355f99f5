package dev.lucid.githost;

import dev.lucid.port.integration.HostAnswer.Reason;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A repository's way from its host's root, read out of an address as people or git write it: owner and repository, or
 * groups and project. The host in the address does not count.
 */
record RepositoryPath(List<String> segments) {
    private static final Pattern WITH_SCHEME = Pattern.compile("(?i)(?:https?|ssh|git)://(?:[^/@]*@)?[^/@]+/(.*)");
    private static final Pattern SCP_LIKE = Pattern.compile("(?:[\\w.-]+@)?[\\w.-]+:(?!/)([^:]+)");
    private static final Pattern SEGMENT = Pattern.compile("[\\w.-]{1,255}");
    private static final Pattern USER_INFO = Pattern.compile("^([^/]*//)?[^/]*@");
    private static final int MAX_SHOWN = 200;

    /** What GitLab puts between a project and its pages. */
    private static final String PAGES = "-";

    RepositoryPath {
        segments = List.copyOf(segments);
    }

    /** Fails where the address names no owner and repository. */
    static RepositoryPath of(String address) throws HostFailure {
        return way(address.strip())
                .map(RepositoryPath::segments)
                .filter(segments -> segments.size() >= 2 && segments.stream().allMatch(RepositoryPath::isName))
                .map(RepositoryPath::new)
                .orElseThrow(() -> new HostFailure(
                        Reason.BAD_ADDRESS, "Cannot parse owner/repo from URL: " + shown(address.strip())));
    }

    /** The first two: {@code owner/repository}. */
    String ownerAndName() {
        return segments.get(0) + "/" + withoutGit(segments.get(1));
    }

    String owner() {
        return segments.getFirst();
    }

    /** All of them, as one segment of another way; without those that the server itself lies under. */
    String asOneSegment(URI api) {
        List<String> under = segments(api.getRawPath().replaceFirst("/api/v4$", ""));
        boolean lies = !under.isEmpty()
                && segments.size() >= under.size() + 2
                && segments.subList(0, under.size()).equals(under);
        List<String> own = lies ? segments.subList(under.size(), segments.size()) : segments;

        return withoutGit(String.join("%2F", own));
    }

    private static Optional<String> way(String address) {
        return Stream.of(WITH_SCHEME, SCP_LIKE)
                .map(form -> form.matcher(address))
                .filter(Matcher::matches)
                .map(form -> form.group(1).replaceFirst("[?#].*$", ""))
                .findFirst();
    }

    private static List<String> segments(String way) {
        List<String> all =
                Stream.of(way.split("/")).filter(segment -> !segment.isEmpty()).toList();
        int pages = all.indexOf(PAGES);

        return pages < 0 ? all : all.subList(0, pages);
    }

    private static boolean isName(String segment) {
        return SEGMENT.matcher(segment).matches() && !withoutGit(segment).isEmpty() && !segment.matches("\\.+");
    }

    private static String withoutGit(String name) {
        return name.endsWith(".git") ? name.substring(0, name.length() - ".git".length()) : name;
    }

    /** A password may stand before the last @. */
    private static String shown(String address) {
        String plain = USER_INFO
                .matcher(address.replaceAll("\\p{Cntrl}", ""))
                .replaceFirst(
                        match -> Matcher.quoteReplacement((match.group(1) == null ? "" : match.group(1)) + "***@"));

        return plain.length() <= MAX_SHOWN ? plain : plain.substring(0, MAX_SHOWN) + "…";
    }
}

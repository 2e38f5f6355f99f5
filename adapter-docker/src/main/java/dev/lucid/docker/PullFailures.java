package dev.lucid.docker;

import dev.lucid.port.PortFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Why an image can't be pulled, and what helps. The engine tells it in words alone, which are those of registries. */
enum PullFailures {
    UNTRUSTED(
            false,
            "The engine does not trust the certificate of that registry, or its clock is wrong: it must be given the"
                    + " certificate of whoever has signed it.",
            "x509"),
    FULL(
            false,
            "Make room where the engine keeps its images, for one with docker system prune.",
            "no space left on device",
            "disk quota exceeded"),
    BUSY(
            true,
            "The registry is asked too often: wait a while, or log in to it with docker login.",
            "toomanyrequests",
            "too many requests",
            "rate limit",
            "status 429"),
    OTHER_MACHINE(
            false,
            "Name an image in SANDBOX_IMAGE that is made for this machine's processor.",
            "no matching manifest",
            "does not match the specified platform"),
    CLOSED(
            false,
            "If it is there, its registry wants a login: docker login as the user that Lucid runs as, or docker pull it"
                    + " yourself. Lucid's own is in no registry: docker build -t "
                    + DockerConfig.USUAL_IMAGE + " sandbox",
            "denied",
            "unauthorized",
            "authentication required",
            "no basic auth",
            "forbidden"),
    NOWHERE(
            false,
            "Look whether SANDBOX_IMAGE is right: its registry has no such image, or not with that tag or digest.",
            "not found",
            "manifest unknown",
            "name unknown",
            "blob unknown",
            "unknown blob",
            "name not known",
            "does not exist",
            "no such image"),
    OUT_OF_REACH(
            true,
            "Look whether the engine reaches that registry; where it needs a proxy, the engine must be told.",
            "no such host",
            "connection refused",
            "connection reset",
            "timeout",
            "deadline exceeded",
            "unreachable",
            "eof",
            "http response to https client",
            "server misbehaving",
            "tls handshake");

    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?\"]*)\\?[^\\s\"]*");

    private final boolean passing;
    private final String advice;

    @SuppressWarnings("ImmutableEnumChecker") // it is a copy that nobody changes
    private final List<String> signs;

    PullFailures(boolean passing, String advice, String... signs) {
        this.passing = passing;
        this.advice = advice;
        this.signs = List.of(signs);
    }

    /** What the engine's words come to. */
    static PortFailure of(String image, String words) {
        return of(image, words, new IllegalStateException("The image was not pulled"));
    }

    static PortFailure of(String image, String words, Exception cause) {
        // Registries sign addresses of what they lend out, and a signature is nobody else's.
        var said = QUERY.matcher(words).replaceAll("$1");
        var message = "Could not pull the image " + image + ": " + said + ".";
        // What an image is called says nothing.
        var lower = said.replace(image, "").toLowerCase(Locale.ROOT);

        return Arrays.stream(values())
                .filter(kind -> kind.signs.stream().anyMatch(sign -> holds(lower, sign)))
                .findFirst()
                .<PortFailure>map(kind -> kind.passing
                        ? new PortFailure.Transient(message + " " + kind.advice, cause)
                        : new PortFailure.Permanent(message + " " + kind.advice, cause))
                .orElseGet(() -> new PortFailure.Transient(message, cause));
    }

    private static boolean holds(String words, String sign) {
        return Pattern.compile("\\b" + Pattern.quote(sign) + "\\b")
                .matcher(words)
                .find();
    }
}

package dev.lucid.app;

import dev.lucid.docker.DockerConfig;
import dev.lucid.domain.identity.Secret;
import dev.lucid.egress.AllowedPrivateHosts;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.postgres.DatabaseAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What values variables may have. Each check gives what is wrong, to be read after the variable's name. */
final class Checks {
    private static final int LAST_PORT = 65_535;
    private static final Pattern MEMORY = Pattern.compile("(\\d{1,12})\\s*([bkmg]?)b?", Pattern.CASE_INSENSITIVE);
    /** As the engine reads references: where it is from, what it is called, a tag, a digest. */
    private static final Pattern IMAGE = Pattern.compile("([A-Za-z0-9][A-Za-z0-9.-]*(:\\d+)?/)?"
            + "[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*(/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*"
            + "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?");

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]");

    private Checks() {}

    static Optional<String> any(String value) {
        return value.indexOf('\0') >= 0 ? Optional.of("holds a NUL character: take it out") : Optional.empty();
    }

    static Function<String, Optional<String>> oneOf(String... choices) {
        var allowed = List.of(choices);

        return value -> allowed.contains(value.toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of("must be one of " + String.join(", ", allowed));
    }

    static Optional<String> flag(String value) {
        return oneOf("true", "false", "1", "0").apply(value);
    }

    static Optional<String> count(String value) {
        return value.matches("\\d{1,9}") ? Optional.empty() : Optional.of("must be a whole number, 0 or more");
    }

    /** Each of them is a container that runs: more than so many are a slip. */
    static Optional<String> poolSize(String value) {
        return value.matches("0*(\\d{1,3}|1000)")
                ? Optional.empty()
                : Optional.of("must be a whole number from 0 to 1000");
    }

    static Optional<String> positiveCount(String value) {
        return value.matches("0*[1-9]\\d{0,8}") ? Optional.empty() : Optional.of("must be a whole number, 1 or more");
    }

    static Optional<String> positive(String value) {
        return value.matches("\\d{1,6}(\\.\\d{1,6})?") && Double.parseDouble(value) > 0
                ? Optional.empty()
                : Optional.of("must be a number above 0, like 1.5");
    }

    static Optional<String> port(String value) {
        return value.matches("\\d{1,5}") && Integer.parseInt(value) <= LAST_PORT
                ? Optional.empty()
                : Optional.of("must be a port, a number from 0 to " + LAST_PORT);
    }

    static Optional<String> mountPath(String value) {
        return value.matches("(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+")
                ? Optional.empty()
                : Optional.of("must be an absolute path of plain names, like /workspace");
    }

    static Optional<String> image(String value) {
        return IMAGE.matcher(value).matches()
                ? Optional.empty()
                : Optional.of(
                        "must be an image's name in small letters, with a tag or a digest if need be, like"
                                + " lucid-sandbox:latest, registry.example.org:5000/team/tools:1.2 or tools@sha256: and 64 digits");
    }

    static Optional<String> containerName(String value) {
        return value.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")
                ? Optional.empty()
                : Optional.of("must begin with a letter or digit and go on with those, dots, dashes and underscores");
    }

    static Optional<String> network(String value) {
        return value.matches("[A-Za-z0-9][A-Za-z0-9_.-]*") && !DockerConfig.isOpen(value)
                ? Optional.empty()
                : Optional.of(
                        "must name a network of the engine's own, made with docker network create; host or another"
                                + " container's network would not keep commands in. Leave it out, and commands have no network");
    }

    static Optional<String> socket(String value) {
        return value.matches("unix:///\\S+")
                ? Optional.empty()
                : Optional.of(
                        "must be a socket of this machine, like unix:///var/run/docker.sock: containers of an engine"
                                + " on another machine, or in a virtual one, would not see the workspaces. For this command alone it"
                                + " is unset by DOCKER_HOST= in front");
    }

    static Optional<String> memory(String value) {
        return bytes(value).isPresent()
                ? Optional.empty()
                : Optional.of("must be an amount of memory, like 512m or 2g");
    }

    static Optional<String> disk(String value) {
        return room(value).isPresent() ? Optional.empty() : Optional.of("must be an amount like 512m or 10g, or 0");
    }

    /** The same as an amount of memory, or nothing at all. */
    static OptionalLong room(String value) {
        return value.strip().equals("0") ? OptionalLong.of(0) : bytes(value);
    }

    /** An amount of memory as Docker writes it. */
    static OptionalLong bytes(String value) {
        var matcher = MEMORY.matcher(value.strip());
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        var number = Long.parseLong(matcher.group(1));
        var shift = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };

        return number > 0 && number <= Long.MAX_VALUE >> shift
                ? OptionalLong.of(number << shift)
                : OptionalLong.empty();
    }

    static Optional<String> webAddress(String value) {
        return address(value).isPresent()
                ? Optional.empty()
                : Optional.of("must be an address with https:// or http://, without a user name");
    }

    static Optional<String> supabase(String value) {
        var sure = address(value)
                .filter(uri -> uri.getScheme().equalsIgnoreCase("https")
                        || LOOPBACK.matcher(uri.getHost().toLowerCase(Locale.ROOT))
                                .matches());

        return sure.isPresent()
                ? Optional.empty()
                : Optional.of("must be an address with https://; http:// only for this machine");
    }

    /** The message says what is wrong with it, and never the value. */
    static Optional<String> secret(String value) {
        return fault(() -> new Secret(value));
    }

    /** Several of them, separated by commas. */
    static Optional<String> secrets(String value) {
        return fault(() -> secretsOf(value));
    }

    static List<Secret> secretsOf(String value) {
        return Stream.of(value.split(","))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .map(Secret::new)
                .toList();
    }

    /** What is sent along: names and values, as OpenTelemetry writes them. */
    static Optional<String> headers(String value) {
        return fault(() -> headersOf(value));
    }

    static Map<String, Secret> headersOf(String value) {
        var headers = new LinkedHashMap<String, Secret>();
        Stream.of(value.split(","))
                .map(String::strip)
                .filter(pair -> !pair.isEmpty())
                .forEach(pair -> put(headers, pair));

        return headers;
    }

    private static void put(Map<String, Secret> headers, String pair) {
        var end = pair.indexOf('=');
        var name = pair.substring(0, Math.max(end, 0)).strip();
        if (!HEADER.matcher(name).matches()) {
            throw new IllegalArgumentException("headers are written name=value, with commas between them");
        }
        var value = pair.substring(end + 1).strip().replace("+", "%2B");
        headers.put(name, new Secret(URLDecoder.decode(value, StandardCharsets.UTF_8)));
    }

    static Optional<String> share(String value) {
        return value.matches("0(\\.\\d{1,9})?|1(\\.0{1,9})?")
                ? Optional.empty()
                : Optional.of("must be a number from 0 to 1, like 0.25");
    }

    static Optional<String> privateHosts(String value) {
        return fault(() -> AllowedPrivateHosts.parse(value));
    }

    static Optional<String> allowedHosts(String value) {
        return fault(() -> AllowedHosts.parse(value));
    }

    static Optional<String> database(String value) {
        return fault(() -> DatabaseAddress.of(value));
    }

    private static Optional<URI> address(String value) {
        try {
            var uri = new URI(value);
            var web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getRawUserInfo() == null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> fault(Runnable reading) {
        try {
            reading.run();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("can't be used: " + e.getMessage());
        }
    }
}

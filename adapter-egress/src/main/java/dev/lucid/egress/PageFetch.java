package dev.lucid.egress;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.web.WebPages.Fetched;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** One page's way in: hop by hop through the proxy, so that each redirect is judged like a first address. */
final class PageFetch {
    /** What is shown of an answer without success: enough for its reason. */
    private static final int EXCERPT_CHARS = 500;

    private final HttpClient client;
    private final EgressProxy proxy;
    private final PageLimits limits;

    PageFetch(HttpClient client, EgressProxy proxy, PageLimits limits) {
        this.client = requireNonNull(client, "client");
        this.proxy = requireNonNull(proxy, "proxy");
        this.limits = requireNonNull(limits, "limits");
    }

    Fetched fetch(PageAddress first) throws InterruptedException {
        PageAddress address = first;
        for (int hop = 0; hop <= limits.redirects(); hop++) {
            switch (hop(address)) {
                case Hop.Ended(Fetched end) -> {
                    return end;
                }
                case Hop.Redirected(PageAddress next) -> address = next;
            }
        }
        return new Fetched.Refused("'" + first + "' redirects more than " + limits.redirects() + " times.");
    }

    private sealed interface Hop {
        record Ended(Fetched end) implements Hop {}

        record Redirected(PageAddress next) implements Hop {}
    }

    private Hop hop(PageAddress address) throws InterruptedException {
        try (var body = new Body(client.send(request(address), BodyHandlers.ofInputStream()))) {
            if (body.isRedirect()) {
                return redirect(address, body.header("Location"));
            }
            Optional<String> refusal = body.mayBeTheProxys() ? refusal(address) : Optional.empty();
            return new Hop.Ended(refusal.<Fetched>map(Fetched.Refused::new).orElseGet(() -> page(address, body)));
        } catch (IOException e) {
            return new Hop.Ended(
                    refusal(address).<Fetched>map(Fetched.Refused::new).orElseGet(() -> failure(address, e)));
        }
    }

    /** The client keeps the proxy's own words on a tunnel it could not open to itself. */
    private static Fetched failure(PageAddress address, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        String reason = message.contains("Tunnel failed") ? "its host is unknown or does not answer" : message;
        return new Fetched.Refused("'" + address + "' could not be read: " + reason + ".");
    }

    private HttpRequest request(PageAddress address) {
        return HttpRequest.newBuilder(address.uri())
                .header("Proxy-Authorization", proxy.credential().bearer())
                .header("User-Agent", "Lucid")
                .header("Accept", "text/html, text/*;q=0.9, application/json;q=0.9, */*;q=0.1")
                .build();
    }

    private Optional<String> refusal(PageAddress address) {
        return proxy.refusal(address.destination(), address.carrying());
    }

    private static Hop redirect(PageAddress from, String location) {
        try {
            PageAddress next = from.redirectedTo(location);
            boolean downgrade = from.isTls() && !next.isTls();
            return downgrade
                    ? refused("'" + from + "' redirects from https to plain http, which is not followed.")
                    : new Hop.Redirected(next);
        } catch (IllegalArgumentException e) {
            return refused("'" + from + "' redirects to an address that can't be followed: " + e.getMessage());
        }
    }

    private static Hop refused(String reason) {
        return new Hop.Ended(new Fetched.Refused(reason));
    }

    private Fetched page(PageAddress address, Body body) {
        String type = body.header("Content-Type");
        if (!PageText.mayBeText(type)) {
            return notShown(address, "it is of type '" + type + "', which is not text.");
        }
        try {
            byte[] bytes = body.read(limits.bytes() + 1);
            boolean truncated = bytes.length > limits.bytes();
            byte[] kept = truncated ? Arrays.copyOf(bytes, limits.bytes()) : bytes;
            return switch (PageText.read(kept, type, address.toString())) {
                case PageText.Read.NotText(String reason) -> notShown(address, reason);
                case PageText.Read.Text(String text) ->
                    body.isSuccess()
                            ? new Fetched.Page(address.uri(), text, truncated)
                            : new Fetched.Refused("'" + address + "' was answered with status " + body.status() + ": "
                                    + text.substring(0, Math.min(text.length(), EXCERPT_CHARS)));
            };
        } catch (IOException e) {
            return new Fetched.Refused("'" + address + "' broke off while it was read: " + e.getMessage() + ".");
        }
    }

    private static Fetched notShown(PageAddress address, String reason) {
        return new Fetched.Refused("'" + address + "' can't be shown: " + reason);
    }

    /** An answer whose body is read in part, and given up at the end. */
    private record Body(HttpResponse<InputStream> response) implements AutoCloseable {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        boolean isSuccess() {
            return status() / 100 == 2;
        }

        boolean isRedirect() {
            return switch (status()) {
                case 301, 302, 303, 307, 308 -> !header("Location").isEmpty();
                default -> false;
            };
        }

        /** The statuses by which the proxy itself says no; a far server may use them, too. */
        boolean mayBeTheProxys() {
            return status() == 403;
        }

        /** The limit counts unpacked bytes, so a small packed bomb stays small. */
        byte[] read(int limit) throws IOException {
            String encoding = header("Content-Encoding");
            return switch (encoding) {
                case "", "identity" -> response.body().readNBytes(limit);
                case "gzip", "x-gzip" -> new GZIPInputStream(response.body()).readNBytes(limit);
                default -> throw new IOException("it is packed as '" + encoding + "'");
            };
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }
}

package dev.lucid.javalin;

import dev.lucid.domain.identity.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Identity for one person on their own machine: whoever reaches the server is that person. So the server listens on
 * loopback only, and refuses what a foreign web page could make their browser send, or what came through a proxy: the
 * request must name loopback as its host, and come from the server's own pages or from an allowed origin, if it says
 * from where. It trusts every user of the machine.
 */
public final class LocalMode implements Identity {
    /** A host that can only mean this machine, with or without a port. */
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private static final int FORBIDDEN = 403;

    private final Origins origins;

    /** Besides the server's own pages, those of {@code allowedOrigins} may speak to it. */
    public LocalMode(Collection<String> allowedOrigins) {
        this.origins = new Origins(allowedOrigins);
    }

    @Override
    public Optional<Refusal> refusal(Request request) {
        var host = request.only("host").filter(name -> LOOPBACK.matcher(name).matches());
        if (host.isEmpty()) {
            return refuse("In local mode the Host header must name this machine: use http://localhost or 127.0.0.1.");
        }
        if (request.isForwarded()) {
            return refuse("In local mode requests must not come through a proxy: connect directly.");
        }
        if (request.all("sec-fetch-site").stream().anyMatch(site -> site.strip().equalsIgnoreCase("cross-site"))) {
            return refuse("In local mode pages of other sites must not use this server.");
        }
        var origins = request.all("origin");
        if (origins.isEmpty() || (origins.size() == 1 && isWelcome(origins.getFirst(), host.get()))) {
            return Optional.empty();
        }

        return refuse("The origin " + shortened(origins) + " must not use this server: add it to ALLOWED_ORIGINS.");
    }

    @Override
    public Origins origins() {
        return origins;
    }

    @Override
    public boolean isFitForNetworks() {
        return false;
    }

    @Override
    public boolean isOperator(Request request) {
        return request.isFromHere();
    }

    @Override
    public Verdict user(Request request) {
        return new Known(UserId.LOCAL);
    }

    @Override
    public Optional<Verdict> opener(Request request) {
        return Optional.of(user(request));
    }

    @Override
    public Verdict holder(String token) {
        return new Known(UserId.LOCAL);
    }

    @Override
    public boolean isCurrent(Known known) {
        return true;
    }

    private boolean isWelcome(String origin, String host) {
        return Origins.isPlainlyOwn(origin, host) || origins.allow(origin);
    }

    private static String shortened(List<String> origins) {
        var text = String.join(", ", origins);
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private static Optional<Refusal> refuse(String detail) {
        return Optional.of(new Refusal(FORBIDDEN, detail));
    }
}

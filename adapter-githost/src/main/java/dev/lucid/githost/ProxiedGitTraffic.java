package dev.lucid.githost;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.GitTraffic;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Git's conversation over HTTP: reads go to the origin through the way out, writes through the machine's own git. For
 * origins on the web. Safe for many threads; owns its connections and its timer.
 */
public final class ProxiedGitTraffic implements GitTraffic, AutoCloseable {
    private final Supplier<GitPrograms> programs;
    private final GitSettings settings;
    private final TrafficLimits limits;
    private final Set<Path> written = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lucid-git-traffic").factory());
    private Optional<HttpClient> client = Optional.empty();

    /** Shares the folder of {@code settings} with the repositories that are cloned there. */
    public ProxiedGitTraffic(Supplier<GitPrograms> programs, GitSettings settings, TrafficLimits limits) {
        this.programs = requireNonNull(programs, "programs");
        this.settings = requireNonNull(settings, "settings");
        this.limits = requireNonNull(limits, "limits");
    }

    @Override
    public Answer answer(Remote remote, Request request, StopSignal stop) {
        Optional<Conversation> conversation = Conversation.of(request);
        if (conversation.isEmpty()) {
            return TrafficAnswer.refused("This is no request of git's for the session's own repository.");
        }
        RepositoryAddress origin;
        try {
            origin = RepositoryAddress.parse(remote.repository(), settings.reach());
        } catch (IllegalArgumentException e) {
            return TrafficAnswer.refused(String.valueOf(e.getMessage()));
        }
        if (!(origin instanceof RepositoryAddress.Web web)) {
            return TrafficAnswer.refused(
                    "The session's repository is not on the web: from inside the sandbox only such ones are reached.");
        }
        try {
            return switch (conversation.get()) {
                case READ_REFERENCES, READ -> read(conversation.get(), web, remote, request, stop);
                case WRITE_REFERENCES, WRITE -> write(conversation.get(), web, remote, request, stop);
            };
        } catch (RequestBody.TooLarge _) {
            return TrafficAnswer.tooLarge();
        } catch (IOException e) {
            return TrafficAnswer.failed("Lucid could not take the request: " + e.getMessage() + ".");
        }
    }

    private Answer read(
            Conversation conversation, RepositoryAddress.Web origin, Remote remote, Request request, StopSignal stop)
            throws IOException {
        var reading = new OriginReading(
                client(), settings.wayOut(), origin, Login.at(origin, remote.token()), settings.callLimit());
        try (var body = asked(conversation, request)) {
            return switch (reading.read(conversation, request, body, stop)) {
                case OriginReading.Read.Coming(InputStream coming) ->
                    TrafficAnswer.of(conversation, timed(coming, stop));
                case OriginReading.Read.Refused(Answer refusal) -> refusal;
            };
        }
    }

    private SpooledBody asked(Conversation conversation, Request request) throws IOException {
        return conversation.isSecond()
                ? new RequestBody(request).spooled(settings.repositories(), limits.maxAsked())
                : SpooledBody.in(settings.repositories());
    }

    private Answer write(
            Conversation conversation, RepositoryAddress.Web origin, Remote remote, Request request, StopSignal stop)
            throws IOException {
        var git = GitTools.with(programs, settings);
        Path session = OwnRepository.of(remote.session(), git).path();
        if (!written.add(session)) {
            return TrafficAnswer.busy();
        }
        try {
            var receiving = new Receiving(git, origin, remote, stop);
            return conversation.isSecond() ? receiving.write(request, limits.maxWritten()) : receiving.references();
        } finally {
            written.remove(session);
        }
    }

    /** Cut off when its time is up or the work is stopped, also while somebody waits for its next byte. */
    private InputStream timed(InputStream coming, StopSignal stop) {
        Future<?> end = timer.schedule(() -> cut(coming), limits.read().toMillis(), TimeUnit.MILLISECONDS);
        StopSignal.Registration stopped = stop.whenRaised(() -> cut(coming));

        return new FilterInputStream(coming) {
            @Override
            public void close() throws IOException {
                end.cancel(false);
                stopped.close();
                super.close();
            }
        };
    }

    private static void cut(InputStream coming) {
        try {
            coming.close();
        } catch (IOException _) {
            // it is cut either way
        }
    }

    private synchronized HttpClient client() {
        if (timer.isShutdown()) {
            throw new PortFailure.Permanent("Closed: no repository is read from any more");
        }
        client = Optional.of(client.orElseGet(() -> HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress(
                        settings.wayOut().host(), settings.wayOut().port())))
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.callLimit())
                .build()));

        return client.get();
    }

    /** Cuts what is under way and ends all threads. */
    @Override
    public synchronized void close() {
        timer.shutdownNow();
        client.ifPresent(HttpClient::shutdownNow);
    }
}

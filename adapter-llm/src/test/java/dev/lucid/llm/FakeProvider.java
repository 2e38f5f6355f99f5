package dev.lucid.llm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.port.model.LanguageModel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A provider on the loopback: it speaks the true protocol, refuses what the true one would refuse, and answers what it was
 * told to, in the order in which it was told. Told nothing, it repeats its last answer.
 */
final class FakeProvider implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /** Short, so that tests about waiting wait little. */
    static final Limits QUICK = new Limits(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(20));

    static final Limits PATIENT = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(1));

    private sealed interface Answer {
        record Stream(String text, Way way) implements Answer {}

        record Refused(Wire.Refused refused) implements Answer {}
    }

    private final Wire wire;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<JsonNode> bodies = new ConcurrentLinkedQueue<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final LoopbackServer server = new LoopbackServer(this::answer);
    private final Transport transport;

    FakeProvider(Wire wire, Limits limits) {
        this.wire = wire;
        this.transport = new Transport(limits);
    }

    FakeProvider says(Said said) {
        return sends(wire.stream(said), new Way.Whole());
    }

    FakeProvider sends(String stream, Way way) {
        answers.add(new Answer.Stream(stream, way));

        return this;
    }

    FakeProvider refuses(Wire.Refused refused) {
        answers.add(new Answer.Refused(refused));

        return this;
    }

    LanguageModel model() {
        return model(wire.provider(server), wire.model());
    }

    LanguageModel model(Provider provider, String name) {
        return new ProviderModel(transport, provider, new ModelRef(provider.name(), name), InstantSource.fixed(NOW));
    }

    LoopbackServer server() {
        return server;
    }

    /** What was asked, in order. */
    List<JsonNode> bodies() {
        return List.copyOf(bodies);
    }

    /** What was wrong with it. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        transport.close();
        server.close();
    }

    private void answer(LoopbackServer.Asked asked, LoopbackServer.Line line) throws IOException {
        var body = Json.tree(asked.body());
        bodies.add(body);
        var wrong = wire.complaints(asked, body);
        complaints.addAll(wrong);
        var answer = answers.size() > 1 ? answers.remove() : answers.element();
        if (!wrong.isEmpty()) {
            send(wire.error(400, "invalid_request_error", wrong.toString()), line);
            return;
        }
        switch (answer) {
            case Answer.Stream(var text, var way) -> way.send(text, line);
            case Answer.Refused(var refused) -> send(refused, line);
        }
    }

    private static void send(Wire.Refused refused, LoopbackServer.Line line) throws IOException {
        line.whole(refused.status(), refused.headers(), refused.body());
    }
}

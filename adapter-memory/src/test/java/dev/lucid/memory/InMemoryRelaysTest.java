package dev.lucid.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.relay.Relays.Request;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.testkit.RelaysContract;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

class InMemoryRelaysTest implements RelaysContract {
    private final InMemoryRelays relays = new InMemoryRelays();

    @Override
    public Relays relays() {
        return relays;
    }

    @Override
    public Optional<Told> ask(SandboxSpec session, Request request) {
        return relays.ask(session, request).flatMap(answer -> {
            try (var body = answer.body()) {
                var whole = new String(body.readAllBytes(), UTF_8);
                return Optional.of(new Told(
                        answer.status(),
                        answer.headers().entrySet().stream()
                                .collect(Collectors.toMap(
                                        header -> header.getKey().toLowerCase(Locale.ROOT),
                                        java.util.Map.Entry::getValue)),
                        whole));
            } catch (IOException _) {
                return Optional.empty();
            }
        });
    }

    @Override
    public Optional<String> keyOf(SandboxSpec session) {
        return relays.key(session).map(Secret::reveal);
    }
}

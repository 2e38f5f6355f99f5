package dev.lucid.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lucid.cli.render.Tale;
import dev.lucid.cli.render.Terminal;
import dev.lucid.domain.identity.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A command line on a bench: its streams are buffers, its engine tells a tale. */
final class Bench implements Installation {
    Rotation rotation = new Rotation(0, 0, List.of());
    final ToldEngine engine;
    final AtomicInteger halts = new AtomicInteger();
    final List<String> told = new ArrayList<>();
    final Interrupts interrupts = new Interrupts(told::add, halts::incrementAndGet);
    OutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    String typed = "";
    HiddenInput hidden = _ -> Optional.empty();
    boolean answers;
    List<Finding> findings = List.of();
    Runnable onWork = () -> {};
    RuntimeException obstacle = new CannotStart("nothing");
    boolean obstructed;
    InstantSource clock = InstantSource.fixed(Tale.BEGIN.plusSeconds(60));
    Runnable onOpen = () -> {};
    int opened;
    final List<String> logins = new ArrayList<>();
    Optional<ServerAddress> server = Optional.empty();

    Bench(Tale tale) {
        engine = new ToldEngine(tale);
    }

    int run(String... arguments) {
        var around = new Surroundings(
                new ByteArrayInputStream(typed.getBytes(UTF_8)),
                out,
                err,
                Terminal::none,
                hidden,
                answers,
                clock,
                interrupts);

        return new Program(around, this).run(List.of(arguments));
    }

    String out() {
        return out instanceof ByteArrayOutputStream bytes ? bytes.toString(UTF_8) : "";
    }

    String err() {
        return err.toString(UTF_8);
    }

    @Override
    public Engine open(Choices choices, Purpose purpose) {
        opened++;
        server = choices.server();
        onOpen.run();
        if (obstructed) {
            throw obstacle;
        }
        return engine;
    }

    @Override
    public Server serve(Choices choices, ListenAddress address) {
        onOpen.run();
        if (obstructed) {
            throw obstacle;
        }
        return new Server() {
            @Override
            public String address() {
                return "http://127.0.0.1:" + address.port().orElse(8000);
            }

            @Override
            public List<String> notices() {
                return List.of();
            }

            @Override
            public void close() {
                engine.closed = true;
            }
        };
    }

    @Override
    public void login(Choices choices, ServerAddress server, Secret token) {
        if (obstructed) {
            throw obstacle;
        }
        logins.add(server + " " + token.reveal());
    }

    @Override
    public Optional<String> logout(Choices choices) {
        return logins.isEmpty()
                ? Optional.empty()
                : Optional.of(logins.removeLast().split(" ", 2)[0]);
    }

    @Override
    public List<Finding> examine(Choices choices) {
        onWork.run();
        return findings;
    }

    @Override
    public Rotation rotateKey(Choices choices) {
        return rotation;
    }

    @Override
    public List<String> migrate(String ownerAddress) {
        onWork.run();
        return List.of("migrated " + ownerAddress);
    }

    @Override
    public String version() {
        return "1.2.3";
    }
}

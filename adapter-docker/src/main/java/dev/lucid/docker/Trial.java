package dev.lucid.docker;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.RelayScript;
import dev.lucid.sandbox.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Finds out by running one what sandboxes of an image can do, and whether they work with this engine at all. What came of it
 * is kept, and an image is tried once.
 */
final class Trial {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String NONE = "NONE";

    private final Path notes;
    private final Function<SandboxSpec, Sandbox> maker;

    /** {@code notes} is a folder to keep results in, made if it is not there; {@code maker} makes a sandbox. */
    Trial(Path notes, Function<SandboxSpec, Sandbox> maker) {
        this.notes = notes;
        this.maker = maker;
    }

    /** What runs a relay in the image, if anything does. Fails if no command runs in it. */
    Optional<RelayScript> of(String image, String imageId, String engine) throws IOException {
        var note = notes.resolve(imageId.replaceAll("[^A-Za-z0-9]", "-"));
        if (Files.exists(note)) {
            var known = Files.readString(note).strip();
            var script = RelayScript.named(known);
            // Of whatever else it may say, a half-written note says nothing.
            if (script.isPresent() || known.equals(NONE)) {
                return script;
            }
        }
        var script = RelayScript.named(said(image, engine));
        keep(note, script.map(RelayScript::name).orElse(NONE));

        return script;
    }

    private String said(String image, String engine) {
        var words = "Sandboxes of " + image + " do not work with the engine at " + engine + ": ";
        var said = new StringBuilder();
        CommandEnd end;
        try (var sandbox = maker.apply(new SandboxSpec(UserId.LOCAL, new SessionId(UUID.randomUUID())))) {
            end = sandbox.run(
                    new Command(RelayScript.PROBE + "; true", LIMIT, false), said::append, StopSignal.never());
        } catch (PortFailure.Permanent e) {
            throw new PortFailure.Permanent(words + e.getMessage(), e);
        }
        if (!end.equals(new CommandEnd.Exited(0))) {
            throw new PortFailure.Permanent(words + "a command ended with " + end);
        }

        return said.toString();
    }

    private void keep(Path note, String text) throws IOException {
        Files.createDirectories(notes);
        var written = Files.writeString(notes.resolve(".new-" + Tokens.next()), text);
        Files.move(written, note, StandardCopyOption.ATOMIC_MOVE);
    }
}

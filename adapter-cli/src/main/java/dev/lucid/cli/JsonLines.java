package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.render.Output;
import dev.lucid.cli.render.Viewer;
import dev.lucid.port.chat.Sight;

/** A chat as a program reads it: a frame a line. Frames of events up to a number are left out. */
final class JsonLines implements Viewer {
    private final Output out;
    private final Frames frames;
    private final long after;
    private long seen;

    JsonLines(Output out, Frames frames, long after) {
        this.out = requireNonNull(out, "out");
        this.frames = requireNonNull(frames, "frames");
        this.after = after;
        frames.opening().forEach(out::line);
    }

    @Override
    public void show(Sight sight) {
        if (sight instanceof Sight.Event stored) {
            seen = stored.event().seq();
        }
        var lines = frames.of(sight);
        if (seen > after || sight instanceof Sight.CaughtUp) {
            lines.forEach(out::line);
        }
    }

    @Override
    public void tick() {}

    @Override
    public void rest() {}
}

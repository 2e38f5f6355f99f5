package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.render.Viewer;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.turn.Chat;
import dev.lucid.domain.turn.NextStep;
import dev.lucid.port.chat.Sight;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A view of a chat that another is to run: if nobody does for a while, it says so, and nothing moves. For one thread. */
final class Attendance implements Viewer {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Engine engine;
    private final ChatProfile profile;
    private final InstantSource clock;
    private final View view;
    private Chat chat;
    private boolean caughtUp;
    private boolean said;
    private Instant attended;
    private Instant looked;

    Attendance(Engine engine, ChatProfile profile, InstantSource clock, View view) {
        this.engine = requireNonNull(engine, "engine");
        this.profile = requireNonNull(profile, "profile");
        this.clock = requireNonNull(clock, "clock");
        this.view = requireNonNull(view, "view");
        this.chat = Chat.of(profile);
        this.attended = clock.instant();
        this.looked = attended;
    }

    @Override
    public void show(Sight sight) {
        switch (sight) {
            case Sight.Event stored -> chat = chat.after(stored.event());
            case Sight.CaughtUp _ -> caughtUp = true;
            case Sight.Delta _ -> {}
        }
        view.viewer().show(sight);
    }

    @Override
    public void tick() {
        look(clock.instant());
        if (!said) {
            view.viewer().tick();
        }
    }

    private void look(Instant now) {
        if (!caughtUp || chat.next(now) instanceof NextStep.Rest) {
            attended(now);
        } else if (!now.isBefore(looked.plus(BETWEEN_LOOKS))) {
            looked = now;
            if (engine.runner(profile) != Runner.NOBODY) {
                attended(now);
            } else if (!said && !now.isBefore(attended.plus(PATIENCE))) {
                said = true;
                view.note("Nobody runs this chat. Let it go on: "
                        + ChatState.advice(profile.id().brief()));
            }
        }
    }

    private void attended(Instant now) {
        attended = now;
        said = false;
    }

    @Override
    public void rest() {
        view.viewer().rest();
    }
}

package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.turn.Chat;
import dev.lucid.domain.turn.NextStep;
import dev.lucid.domain.turn.Turn;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.WatchChat;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Watches a chat for a viewer until there is nothing more to see, or somebody wants to end. One use, one thread. */
final class Following {
    private static final long TICK_MILLIS = 100;

    /**
     * What is followed, and how long.
     *
     * @param from the number of an event that must have been shown before the end
     * @param forever whether it goes on when nothing runs
     * @param stopsTurn whether the first Ctrl-C stops the turn, instead of leaving it alone
     */
    record Quest(ChatProfile chat, long from, boolean forever, boolean stopsTurn) {
        Quest {
            requireNonNull(chat, "chat");
        }
    }

    /** How it ended. Closed for ever. */
    sealed interface Verdict {
        /** Nothing runs in the chat; {@code last} is the turn that has ended there. */
        record AtRest(Optional<Turn> last, boolean stopped) implements Verdict {}

        /** A call waits for approval, and nobody here can be asked. */
        record Waiting() implements Verdict {}

        /** Somebody wants to leave; the turn may still run. */
        record Left() implements Verdict {}

        /** What is written is read by nobody any more. */
        record Unread() implements Verdict {}
    }

    private sealed interface Item {
        record Seen(Sight sight, Runnable done) implements Item {}

        record Asked(Interrupts.Request request) implements Item {}

        record Typed(String line) implements Item {}
    }

    private final Engine engine;
    private final Interrupts interrupts;
    private final InstantSource clock;
    private final View view;
    private final Optional<Asker> asker;
    private final Quest quest;
    // Bounded by what feeds it: one sight at a time, one answer at a time, and as many requests as a person has
    // patience.
    private final BlockingQueue<Item> inbox = new LinkedBlockingQueue<>();
    private Chat chat;
    private boolean caughtUp;
    private boolean stopped;

    Following(Engine engine, Surroundings around, View view, Quest quest) {
        this.engine = requireNonNull(engine, "engine");
        this.interrupts = around.interrupts();
        this.clock = around.clock();
        this.view = requireNonNull(view, "view");
        this.asker = view.asks().map(screen -> new Asker(screen, around.in(), this::typed));
        this.quest = requireNonNull(quest, "quest");
        this.chat = Chat.of(quest.chat());
    }

    /** Follows to the end. */
    Verdict run() {
        try (var _ = interrupts.listen(request -> inbox.add(new Item.Asked(request)));
                var _ = watch()) {
            var verdict = Optional.<Verdict>empty();
            while (verdict.isEmpty()) {
                verdict = Optional.ofNullable(inbox.poll(TICK_MILLIS, TimeUnit.MILLISECONDS))
                        .flatMap(this::take)
                        .or(this::judged);
                view.viewer().tick();
            }
            return verdict.get();
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("watching chat " + quest.chat().id().brief(), e);
        } finally {
            view.viewer().rest();
        }
    }

    private WatchChat.Watch watch() {
        var command = new WatchChat.Command(engine.user(), quest.chat().id(), 0);

        return switch (engine.watchChat().watch(command, (sight, done) -> inbox.add(new Item.Seen(sight, done)))) {
            case WatchChat.Outcome.Watching(var watch) -> watch;
            case WatchChat.Outcome.NoSuchChat() ->
                throw new CannotStart(
                        "The chat " + quest.chat().id().brief() + " is gone. See ./lucid chats for those there are.");
        };
    }

    private Optional<Verdict> take(Item item) {
        switch (item) {
            case Item.Seen(var sight, var done) -> {
                see(sight);
                done.run();
            }
            case Item.Typed(var line) -> asker.flatMap(one -> one.answer(line)).ifPresent(this::control);
            case Item.Asked(var request) -> {
                if (request == Interrupts.Request.LEAVE || !quest.stopsTurn()) {
                    return Optional.of(new Verdict.Left());
                }
                stop();
            }
        }
        return Optional.empty();
    }

    private void stop() {
        stopped = true;
        control(new ChatRequest.StopRequested());
    }

    private void see(Sight sight) {
        switch (sight) {
            case Sight.Event stored -> chat = chat.after(stored.event());
            case Sight.CaughtUp _ -> caughtUp = true;
            case Sight.Delta _ -> {}
        }
        view.viewer().show(sight);
        if (caughtUp) {
            asker.ifPresent(one -> one.consider(chat, clock.instant()));
        }
    }

    private void typed(String line) {
        inbox.add(new Item.Typed(line));
    }

    private void control(ChatRequest request) {
        engine.controlTurn()
                .control(new ControlTurn.Command(engine.user(), quest.chat().id(), request, Optional.empty()));
    }

    private Optional<Verdict> judged() {
        engine.failure().ifPresent(why -> {
            throw why;
        });
        if (view.out().failure().isPresent() && !stopped) {
            if (!quest.stopsTurn()) {
                return Optional.of(new Verdict.Unread());
            }
            // Who leaves a run's output wants no more of it, as with Ctrl-C: the turn is ended, not left for later.
            stop();
        }
        if (!caughtUp || chat.seq() < quest.from() || quest.forever()) {
            return Optional.empty();
        }

        return switch (chat.next(clock.instant())) {
            case NextStep.Rest _ -> Optional.of(new Verdict.AtRest(chat.turn(), stopped));
            case NextStep.AwaitApproval _ when asker.isEmpty() -> Optional.of(new Verdict.Waiting());
            case NextStep.StartTurn _,
                    NextStep.CloneRepository _,
                    NextStep.AskModel _,
                    NextStep.Condense _,
                    NextStep.RunTool _,
                    NextStep.AwaitApproval _,
                    NextStep.AwaitResume _,
                    NextStep.AwaitKey _,
                    NextStep.Note _,
                    NextStep.PushBranch _,
                    NextStep.EndSession _,
                    NextStep.OpenPullRequest _,
                    NextStep.Stop _ -> Optional.empty();
        };
    }
}

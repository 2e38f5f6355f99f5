package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.Installation.Purpose;
import dev.lucid.cli.render.Ink;
import dev.lucid.cli.render.Output;
import dev.lucid.cli.render.Screen;
import dev.lucid.cli.render.Words;
import dev.lucid.domain.chat.ChatProfile;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code chats}: lists the chats there are. */
final class ChatsCommand implements Subcommand {
    private static final int USUAL = 20;
    private static final int MOST = 1000;
    private static final int AGE_WIDTH = 14;
    private static final int STATE_WIDTH = ChatState.RUNNING_ELSEWHERE.word().length();
    private static final int NARROWEST_TITLE = 20;

    private final Surroundings around;
    private final Installation installation;

    ChatsCommand(Surroundings around, Installation installation) {
        this.around = requireNonNull(around, "around");
        this.installation = requireNonNull(installation, "installation");
    }

    @Override
    public CommandSpec spec() {
        return Options.withServer(Options.command("chats", "List the chats, the latest first."))
                .addOption(Options.number("--limit", "N", "How many at most; " + USUAL + " if left out."));
    }

    @Override
    public int run(ParseResult given) {
        int limit = given.matchedOptionValue("--limit", USUAL);
        if (limit < 1 || limit > MOST) {
            throw new CannotStart("--limit is a number from 1 to " + MOST + ".");
        }
        try (var engine = installation.open(Options.choices(given), Purpose.LOOK)) {
            var chats = engine.readChats().list(engine.user(), limit, 0);
            var screen = new Screen(new Output(around.out()), around.terminal().get());
            if (around.interrupts().pending()) {
                return ExitCode.INTERRUPTED; // opening takes a while, and whoever pressed then wants no list
            }
            if (chats.isEmpty()) {
                screen.line(Ink.DIM, "There is no chat yet. Begin one: ./lucid run \"print hello world\"");
            }
            var now = around.clock().instant();
            for (var chat : chats) {
                if (around.interrupts().pending()) {
                    return ExitCode.INTERRUPTED;
                }
                var state = ChatState.of(new History(engine, chat).folded(), engine.runner(chat), now);
                line(screen, chat, state, now);
            }
        }
        return ExitCode.FINISHED;
    }

    private static void line(Screen screen, ChatProfile chat, ChatState state, Instant now) {
        var age = Words.duration(Duration.between(chat.updatedAt(), now)) + " ago";
        var room = screen.terminal().width() - chat.id().brief().length() - STATE_WIDTH - AGE_WIDTH - 6;
        screen.print(Ink.BOLD, chat.id().brief());
        screen.print(
                ink(state),
                "  " + state.word() + " ".repeat(STATE_WIDTH - state.word().length()));
        screen.print(Ink.DIM, "  " + " ".repeat(Math.max(0, AGE_WIDTH - age.length())) + age + "  ");
        screen.print(Ink.PLAIN, Words.line(chat.title(), Math.max(NARROWEST_TITLE, room)) + "\n");
    }

    private static Ink ink(ChatState state) {
        return switch (state) {
            case RUNNING_HERE, RUNNING_ELSEWHERE -> Ink.CYAN;
            case UNATTENDED, UNAPPROVED, PAUSED, KEYLESS -> Ink.YELLOW;
            case FINISHED -> Ink.GREEN;
            case FAILED -> Ink.RED;
            case STOPPED, LIMITED -> Ink.PLAIN;
        };
    }
}

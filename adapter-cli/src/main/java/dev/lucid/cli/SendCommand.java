package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.Installation.Purpose;
import dev.lucid.cli.render.Ink;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.port.chat.SendMessage;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code send CHAT "…"}: says something more in a chat; the agent goes on with it, here if it runs nowhere else. */
final class SendCommand implements Subcommand {
    private final Surroundings around;
    private final Installation installation;

    SendCommand(Surroundings around, Installation installation) {
        this.around = requireNonNull(around, "around");
        this.installation = requireNonNull(installation, "installation");
    }

    @Override
    public CommandSpec spec() {
        var spec = Options.command(
                        "send",
                        "Say something more in a chat, and watch the agent go on.",
                        "A running turn takes the message in at its next step; a turn that was cut off goes on.")
                .addPositional(Options.argument(0, "CHAT", "The chat's id, or its beginning."))
                .addPositional(Options.argument(1, "MESSAGE", "What you have to say."))
                .addOption(Options.flag("--queue", "Let a running turn end first."))
                .addOption(Options.json());

        return Options.withServer(Options.withSandbox(spec));
    }

    @Override
    public int run(ParseResult given) {
        var text = Options.argument(given, 1);
        if (text.isBlank()) {
            throw new CannotStart("The message is empty. Say something: ./lucid send CHAT \"now add tests\"");
        }
        try (var engine = installation.open(Options.choices(given), Purpose.WORK)) {
            var chat = new ChatNames(engine).find(Options.argument(given, 0));
            if (around.interrupts().pending()) {
                return ExitCode.INTERRUPTED;
            }
            var delivery = given.hasMatchedOption("--queue") ? Delivery.QUEUE : Delivery.STEER;
            var command = new SendMessage.Command(engine.user(), chat.id(), text, delivery, Optional.empty());

            return switch (engine.sendMessage().send(command)) {
                case SendMessage.Outcome.Refused(var message) -> throw new CannotStart(message);
                case SendMessage.Outcome.TooMany(var message, var _) -> throw new CannotStart(message);
                case SendMessage.Outcome.NoSuchChat() ->
                    throw new CannotStart("The chat " + chat.id().brief() + " is gone.");
                case SendMessage.Outcome.Sent(var message, var _) -> {
                    var json = given.hasMatchedOption(Options.JSON);
                    var view = Conversation.view(around, engine, chat, message, json);
                    engine.warnings().forEach(warning -> view.notes().line(Ink.YELLOW, warning));
                    var conversation = new Conversation(around, engine, chat, view);
                    yield delivery == Delivery.QUEUE
                            ? conversation.followQueued(message)
                            : conversation.follow(message);
                }
            };
        }
    }
}

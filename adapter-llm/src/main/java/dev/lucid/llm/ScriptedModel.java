package dev.lucid.llm;

import static dev.lucid.domain.model.ModelFailure.Kind.REJECTED;

import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.ModelReply;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.Prompt.Message;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.port.StopSignal;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.ModelListener;
import dev.lucid.port.model.ModelOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Replies from a file. Which reply is next is told by the prompt alone, never by what was asked before, so the same prompt
 * has the same reply, in any process, for ever. Costs nothing. Safe for many threads.
 */
public final class ScriptedModel implements LanguageModel {
    private static final Pattern PIECE = Pattern.compile("\\s*\\S+\\s?|\\s+");

    private final Supplier<ScriptFile> script;

    private ScriptedModel(Supplier<ScriptFile> script) {
        this.script = script;
    }

    /**
     * Replies from that file, which is read now; fails with {@link dev.lucid.port.PortFailure.Permanent} that names the
     * line if it can't be used.
     */
    public static ScriptedModel reading(Path file) {
        var script = ScriptReader.read(file);

        return new ScriptedModel(() -> script);
    }

    /**
     * Replies from the script that comes with Lucid: it looks around, writes a small program, runs it and reports. It works
     * in any workspace that has {@code sh}.
     */
    public static ScriptedModel bundled() {
        return new ScriptedModel(new Once<>(ScriptReader::bundled));
    }

    static ScriptedModel of(ScriptFile script) {
        return new ScriptedModel(() -> script);
    }

    @Override
    public ModelOutcome ask(Prompt prompt, ModelListener listener, StopSignal stop) {
        if (prompt.messages().isEmpty()) {
            return new ModelOutcome.Failed(
                    new ModelFailure(REJECTED, "There is nothing to answer: the prompt has no message."));
        }
        var filled = script.get();
        var turn = next(filled, prompt).orElse(End.TURN);
        var blanks = filled.fill() ? Optional.of(Blanks.of(prompt)) : Optional.<Blanks>empty();
        var thought = blanks.map(all -> all.filled(turn.thinking())).orElse(turn.thinking());
        var text = blanks.map(all -> all.filled(turn.text())).orElse(turn.text());
        if (!speak(thought, listener::thought, turn.delay(), stop)
                || !speak(text, listener::text, turn.delay(), stop)) {
            return new ModelOutcome.Stopped();
        }
        var uses = turn.calls().stream().map(call -> use(prompt, call, blanks)).toList();
        var usage = new TokenUsage(
                turn.usage().input(), turn.usage().cached(), turn.usage().output());
        var thinking =
                thought.isEmpty() ? Optional.<Thinking>empty() : Optional.of(new Thinking(thought, Optional.empty()));

        return new ModelOutcome.Replied(new ModelReply(thinking, text, uses, usage, Cost.nothing()));
    }

    private static ToolUse use(Prompt prompt, ScriptFile.Call call, Optional<Blanks> blanks) {
        var arguments = blanks.map(all -> all.filled(call.arguments())).orElse(call.arguments());

        return AskedTools.read(prompt.tools(), call.tool(), arguments);
    }

    private static Optional<ScriptFile.Turn> next(ScriptFile script, Prompt prompt) {
        var said = replies(prompt.messages());
        if (said < script.turns().size()) {
            return Optional.of(script.turns().get(said));
        }
        var messages = prompt.messages();
        var last = messages.size() - 1;
        while (last > 0 && !(messages.get(last) instanceof Message.User)) {
            last--;
        }
        var sinceThen = replies(messages.subList(last, messages.size()));

        return answer(script, prompt, last)
                .filter(answer -> sinceThen < answer.turns().size())
                .map(answer -> answer.turns().get(sinceThen));
    }

    /** The first answer that fits the message at that place. */
    private static Optional<ScriptFile.Answer> answer(ScriptFile script, Prompt prompt, int place) {
        var text = prompt.messages().get(place) instanceof Message.User(var said) ? said : "";
        var which = replies(prompt.messages().subList(0, place)) == 0 ? ScriptFile.Which.FIRST : ScriptFile.Which.LATER;

        return script.answers().stream()
                .filter(answer ->
                        answer.when().map(when -> when.matcher(text).find()).orElse(true))
                .filter(answer -> answer.message().map(which::equals).orElse(true))
                .filter(answer -> answer.needs().stream()
                        .allMatch(need -> prompt.tools().stream()
                                .anyMatch(tool -> tool.name().equals(need))))
                .findFirst();
    }

    private static int replies(List<Message> messages) {
        return (int)
                messages.stream().filter(Message.Assistant.class::isInstance).count();
    }

    /** Says a text word by word; whether it came to its end. */
    private static boolean speak(String text, Consumer<String> listener, int delay, StopSignal stop) {
        var pieces = PIECE.matcher(text);
        var between = false;
        while (pieces.find()) {
            if (stop.raised() || (between && delay > 0 && stoppedDuring(delay, stop))) {
                return false;
            }
            listener.accept(pieces.group());
            between = true;
        }

        return !stop.raised();
    }

    private static boolean stoppedDuring(int delay, StopSignal stop) {
        var raised = new CountDownLatch(1);
        try (var _ = stop.whenRaised(raised::countDown)) {
            return raised.await(delay, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** What is said when the script is over. */
    private static final class End {
        static final ScriptFile.Turn TURN =
                new ScriptFile.Turn("", "The script has nothing more to say.", List.of(), ScriptFile.Usage.NONE, 0);
    }
}

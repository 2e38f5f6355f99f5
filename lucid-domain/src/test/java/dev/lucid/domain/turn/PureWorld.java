package dev.lucid.domain.turn;

import dev.lucid.domain.chat.ApprovalPolicy;
import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Decision;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.Effect;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.domain.workspace.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A chat's whole world without any I/O: performs each step at once. The model's replies depend on the seed and on how
 * many there were, never on how often a process died, so a run that was cut can be held against one that was not.
 */
final class PureWorld {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final ChatId CHAT = new ChatId(new UUID(1, 1));

    private final long seed;
    private final ApprovalPolicy approval;
    private final SplittableRandom people;
    private final boolean peopleInterfere;
    final List<StoredEvent> events = new ArrayList<>();
    final Map<CallId, Integer> runs = new HashMap<>();
    final Map<CallId, Effect> effects = new HashMap<>();
    Chat chat = Chat.empty(false);
    private Instant now = START;

    PureWorld(long seed, boolean peopleInterfere) {
        this.seed = seed;
        this.peopleInterfere = peopleInterfere;
        this.people = new SplittableRandom(seed * 31);
        this.approval = List.of(ApprovalPolicy.NEVER, ApprovalPolicy.WRITES, ApprovalPolicy.ALL)
                .get((int) (seed % 3));
        append(new ChatRequest.UserMessaged("task", Delivery.STEER, true));
    }

    /** The same world after its process died: it knows the first {@code count} events and nothing else. */
    PureWorld diedAfter(int count) {
        var next = new PureWorld(seed, peopleInterfere);
        next.events.clear();
        next.chat = Chat.empty(false);
        events.subList(0, count).forEach(next::take);
        next.now = events.get(count - 1).at();
        // What had run by then had run, whether or not its end was stored.
        next.events.stream()
                .map(StoredEvent::event)
                .filter(ChatFact.ToolStarted.class::isInstance)
                .forEach(started -> next.runs.merge(((ChatFact.ToolStarted) started).call(), 1, Integer::sum));
        next.effects.putAll(effects);
        if (next.chat.running().isPresent()) {
            next.append(new ChatFact.TurnTakenOver());
        }

        return next;
    }

    PureWorld run() {
        for (var steps = 0; steps < 5000; steps++) {
            interfere();
            var next = chat.next(now);
            if (next instanceof NextStep.Rest) {
                return this;
            }
            perform(next);
        }
        throw new AssertionError("seed " + seed + ": the chat does not come to rest");
    }

    private void perform(NextStep next) {
        switch (next) {
            case NextStep.StartTurn _ -> append(new ChatFact.TurnStarted(new ModelRef("pure", "model"), rules()));
            case NextStep.AskModel _ -> reply();
            case NextStep.Condense(var hard) -> {
                var plan = Condensation.of(events, rules().window(), hard);
                append(hard ? plan.plainly() : plan.summarised("summary", new TokenUsage(10, 0, 10), Cost.nothing()));
            }
            case NextStep.RunTool(var call) -> runTool(call);
            case NextStep.AwaitApproval(var call, var until) -> {
                if (draw(3) == 0) {
                    now = until;
                } else {
                    append(new ChatRequest.ApprovalGiven(
                            call,
                            List.of(Decision.ALLOW, Decision.DENY, Decision.ALWAYS)
                                    .get(draw(3))));
                }
            }
            case NextStep.AwaitResume _ -> append(new ChatRequest.ResumeRequested());
            case NextStep.Note(var facts) -> facts.forEach(this::append);
            case NextStep.Stop(var reason) -> append(new ChatFact.TurnEnded(reason));
            case NextStep.EndSession(var session) -> append(new ChatFact.SessionEnded(session));
            case NextStep.Rest _,
                    NextStep.AwaitKey _,
                    NextStep.CloneRepository _,
                    NextStep.PushBranch _,
                    NextStep.OpenPullRequest _ -> throw new AssertionError("seed " + seed + ": unexpected " + next);
        }
    }

    private void runTool(ToolCall call) {
        append(new ChatFact.ToolStarted(call.id()));
        runs.merge(call.id(), 1, Integer::sum);
        append(new ChatFact.ToolFinished(
                call.id(),
                call.use().tool(),
                new ToolResult.Answered("result " + call.use().hashCode() % 3, false)));
    }

    /** One reply in one go, as runners append it: its parts, then the fact that it is whole. */
    private void reply() {
        var replies = (int) events.stream()
                .filter(stored -> stored.event() instanceof ChatFact.ModelReplied
                        || stored.event() instanceof ChatFact.ModelFailed)
                .count();
        var random = new SplittableRandom(seed * 1000 + replies);
        if (random.nextInt(12) == 0) {
            append(new ChatFact.ModelFailed(
                    new ModelFailure(ModelFailure.Kind.CONTEXT_OVERFLOW, "the prompt is too long")));
            return;
        }
        var seen = chat.seq();
        append(new ChatFact.Said("reply " + replies));
        var calls = random.nextInt(6) == 0 ? 0 : 1 + random.nextInt(3);
        for (var i = 0; i < calls; i++) {
            append(new ChatFact.ToolCalled(call(random)));
        }
        append(new ChatFact.ModelReplied(seen, new TokenUsage(random.nextInt(4000), 0, 10), Cost.nothing()));
    }

    private ToolCall call(SplittableRandom random) {
        var call = new ToolCall(
                new CallId(new UUID(random.nextLong(), random.nextLong())),
                switch (random.nextInt(6)) {
                    case 0 -> Toolbox.read(Toolbox.RUN_COMMAND, Map.of("command", "step " + random.nextInt(3)));
                    case 1 -> Toolbox.read(Toolbox.WRITE_FILE, Map.of("path", "f", "content", "c"));
                    case 2 -> Toolbox.read(Toolbox.LIST_FILES, Map.of());
                    case 3 -> Toolbox.read("unknown", Map.of());
                    case 4 -> Toolbox.read(Toolbox.READ_FILE, Map.of("path", "f"));
                    default ->
                        random.nextInt(3) == 0
                                ? Toolbox.read(Toolbox.FINISH, Map.of("summary", "done"))
                                : Toolbox.read(Toolbox.SEARCH, Map.of("pattern", "x" + random.nextInt(9)));
                });
        effects.put(call.id(), call.use().effect());

        return call;
    }

    private void interfere() {
        if (peopleInterfere && events.size() < 60 && draw(4) == 0) {
            append(
                    switch (draw(7)) {
                        case 0 -> new ChatRequest.StopRequested();
                        case 1 -> new ChatRequest.PauseRequested();
                        case 2 -> new ChatRequest.ResumeRequested();
                        case 3 -> new ChatRequest.UserMessaged("later", Delivery.QUEUE, false);
                        case 4 -> new ChatRequest.SessionEndRequested(new SessionId(new UUID(3, chat.seq())));
                        default -> new ChatRequest.UserMessaged("rather so", Delivery.STEER, false);
                    });
        }
    }

    private int draw(int bound) {
        return peopleInterfere
                ? people.nextInt(bound)
                : new SplittableRandom(seed
                                + events.stream()
                                        .filter(stored -> stored.event() instanceof ChatFact.ApprovalAsked)
                                        .count())
                        .nextInt(bound);
    }

    private TurnRules rules() {
        return new TurnRules(
                20,
                Duration.ofHours(9),
                OptionalLong.empty(),
                OptionalLong.empty(),
                4000,
                approval,
                Duration.ofMinutes(5));
    }

    private void append(ChatEvent event) {
        now = now.plusMillis(7);
        take(new StoredEvent(CHAT, chat.seq() + 1, new EventId(new UUID(2, chat.seq() + 1)), now, event));
    }

    private void take(StoredEvent stored) {
        events.add(stored);
        chat = chat.after(stored);
    }
}

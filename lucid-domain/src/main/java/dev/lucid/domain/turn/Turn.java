package dev.lucid.domain.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StopReason.Limit;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.tool.Effect;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.turn.Calls.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One turn of an agent: given what happened, what next? It is folded from the chat's events with {@link #after};
 * {@link #next} then says what to do. It performs nothing, so a turn whose process died is folded by another and goes on.
 *
 * <p>{@link #next} is asked only while nothing is under way. So a call that was started and has no result can only mean
 * that its process died: what reads runs again, of what writes the model is told that the outcome is unknown.
 *
 * <p>A turn never changes: {@link #after} gives another one.
 */
public final class Turn {
    /** A turn that is cut off so often, without a reply in between, is given up: it may itself be what cuts it off. */
    static final int MAX_TAKEOVERS = 10;

    private final ModelRef model;
    private final TurnRules rules;
    private final Instant startedAt;

    // Set only on the copy that `after` makes, before anybody else sees it.
    private Draft draft = Draft.EMPTY;
    private Optional<String> said = Optional.empty();
    private Calls calls = Calls.NONE;
    private Spend spend = Spend.NOTHING;
    private Window window = Window.FRESH;
    private LoopDetector loop = LoopDetector.START;
    private Inbox inbox = Inbox.EMPTY;
    private Optional<ModelFailure> failure = Optional.empty();
    private Handover handover = Handover.NOT_YET;
    private int takeovers;
    private KeyWait key = KeyWait.NONE;
    private Optional<StopReason> ended = Optional.empty();

    private Turn(ModelRef model, TurnRules rules, Instant startedAt) {
        this.model = requireNonNull(model, "model");
        this.rules = requireNonNull(rules, "rules");
        this.startedAt = requireNonNull(startedAt, "startedAt");
    }

    private Turn(Turn other) {
        this(other.model, other.rules, other.startedAt);
        draft = other.draft;
        said = other.said;
        calls = other.calls;
        spend = other.spend;
        window = other.window;
        loop = other.loop;
        inbox = other.inbox;
        failure = other.failure;
        handover = other.handover;
        takeovers = other.takeovers;
        key = other.key;
        ended = other.ended;
    }

    /** A turn that has just begun. */
    public static Turn begun(ChatFact.TurnStarted started, Instant at) {
        return new Turn(started.model(), started.rules(), at);
    }

    /** A turn that began although its messages were withdrawn a moment before: it ends at its first step. */
    Turn withdrawn(long seq) {
        var next = new Turn(this);
        next.inbox = next.inbox.stop(seq);

        return next;
    }

    public ModelRef model() {
        return model;
    }

    public TurnRules rules() {
        return rules;
    }

    public Spend spend() {
        return spend;
    }

    /** When the turn has used up its time. What it waited for a key does not count. */
    public Instant deadline() {
        return startedAt.plus(rules.time()).plus(key.waited());
    }

    /** Whether the turn waits for a key: then nothing is under way. */
    public boolean awaitsKey() {
        return key.since().isPresent();
    }

    /** Why the turn ended; empty while it runs. */
    public Optional<StopReason> ended() {
        return ended;
    }

    /** Whether the work of the turn was brought to the origin, or could not be. */
    public boolean pushed() {
        return handover.pushed();
    }

    /** Why the work of the turn could not be brought to the origin; empty if it was, or was not tried. */
    public Optional<String> pushFailure() {
        return handover.pushFailure();
    }

    /** Whether the work lies at the origin, and nobody has tried yet to open a pull request for it. */
    public boolean requestDue() {
        return handover.requestDue();
    }

    /** Why no pull request could be opened for the work of the turn; empty if one was, or was not tried. */
    public Optional<String> requestFailure() {
        return handover.requestFailure();
    }

    /** Whether a message came that the model has not been shown. */
    public boolean unanswered() {
        return inbox.unanswered();
    }

    /** Whether a person wants the turn to end: then what is under way is to be cut short. */
    public boolean stopRequested() {
        return inbox.stopRequested();
    }

    /** Whether the turn was cut off so often, without a reply in between, that it is not tried again. */
    public boolean givenUp() {
        return takeovers >= MAX_TAKEOVERS;
    }

    /** The facts that end the turn for that reason, whatever it is at: first every open call gets its result. */
    public List<ChatFact> cutShort(StopReason reason) {
        return Stream.concat(settled(), Stream.of(new ChatFact.TurnEnded(reason)))
                .toList();
    }

    /** The turn once this happened. */
    public Turn after(StoredEvent stored) {
        var next = new Turn(this);
        switch (stored.event()) {
            case ChatRequest request -> next.hear(request, stored.seq());
            case ChatFact fact -> next.note(fact, stored.at());
            case ChatEvent.Imported _ -> {}
        }

        return next;
    }

    private void hear(ChatRequest request, long seq) {
        switch (request) {
            case ChatRequest.UserMessaged _ -> inbox = inbox.messaged(seq);
            case ChatRequest.StopRequested _, ChatRequest.SessionEndRequested _ -> inbox = inbox.stop(seq);
            case ChatRequest.PauseRequested _ -> inbox = inbox.pause(true);
            case ChatRequest.ResumeRequested _ -> inbox = inbox.pause(false);
            case ChatRequest.ApprovalGiven(var call, var decision) -> calls = calls.decided(call, decision);
        }
    }

    private void note(ChatFact fact, Instant at) {
        switch (fact) {
            case ChatFact.TurnTakenOver _ -> {
                draft = Draft.EMPTY;
                takeovers++;
            }
            case ChatFact.Said(var text) -> draft = draft.said(text);
            case ChatFact.ToolCalled(var call) -> draft = draft.called(call);
            case ChatFact.ModelReplied replied -> noteReply(replied);
            case ChatFact.ModelFailed(var why) -> noteFailure(why);
            case ChatFact.ApprovalAsked(var call, var until) -> calls = calls.asked(call, until);
            case ChatFact.ToolStarted(var call) -> calls = calls.started(call);
            case ChatFact.ToolFinished finished -> noteResult(finished);
            case ChatFact.ContextCondensed condensed -> {
                window = window.afterCondensation();
                spend = spend.plusCondensation(condensed.usage(), condensed.cost());
            }
            case ChatFact.LoopNoticed _ -> loop = loop.reminded();
            case ChatFact.BranchPushed _ -> handover = Handover.pushed(true);
            case ChatFact.NothingToPush _ -> handover = Handover.pushed(false);
            case ChatFact.PushFailed(var _, var message) -> handover = Handover.failed(message);
            case ChatFact.PullRequestOpened _ -> handover = handover.requested();
            case ChatFact.PullRequestFailed(var message) -> handover = handover.notRequested(message);
            case ChatFact.KeyAwaited _ -> key = key.awaited(at);
            case ChatFact.KeyFound _ -> key = key.found(at);
            case ChatFact.TurnEnded(var reason) -> ended = Optional.of(reason);
            case ChatFact.TurnStarted _, ChatFact.Thought _, ChatFact.RepositoryCloned _, ChatFact.SessionEnded _ -> {}
        }
    }

    private void noteReply(ChatFact.ModelReplied replied) {
        said = Optional.of(draft.text());
        calls = calls.replacedBy(draft.calls());
        draft = Draft.EMPTY;
        spend = spend.plusReply(replied.usage(), replied.cost());
        window = window.afterReply(replied.usage(), rules.window());
        inbox = inbox.shown(replied.promptedTo());
        takeovers = 0;
        failure = Optional.empty();
        handover = Handover.NOT_YET;
    }

    private void noteFailure(ModelFailure why) {
        draft = Draft.EMPTY;
        if (why.kind() == ModelFailure.Kind.CONTEXT_OVERFLOW) {
            window = window.afterOverflow();
        }
        failure = Optional.of(why);
    }

    private void noteResult(ChatFact.ToolFinished finished) {
        calls.find(finished.call())
                .filter(progress -> progress.stage() != Calls.Stage.FINISHED)
                .ifPresent(progress -> loop = loop.after(progress.call().use(), finished.result()));
        calls = calls.finished(finished.call());
    }

    /** What to do next, at that time. Asked while the turn runs and nothing is under way. */
    public NextStep next(Instant now) {
        if (ended.isPresent()) {
            throw new IllegalStateException("The turn has ended: " + ended.get());
        }
        if (inbox.stopRequested()) {
            return settleThen(new StopReason.Stopped());
        }
        if (awaitsKey()) {
            return new NextStep.AwaitKey();
        }
        if (now.isAfter(deadline())) {
            return settleThen(new StopReason.LimitReached(Limit.TIME));
        }
        if (givenUp()) {
            return settleThen(
                    new StopReason.Failed("The work was cut off " + takeovers + " times in a row at this point of the"
                            + " turn. The server's log says why; then send a message to go on."));
        }
        if (inbox.paused()) {
            return new NextStep.AwaitResume();
        }

        return calls.firstOpen()
                .map(progress -> goOnWith(progress, now))
                .or(this::ending)
                .or(this::repeating)
                .or(this::spent)
                .or(this::shortening)
                .orElseGet(NextStep.AskModel::new);
    }

    private NextStep goOnWith(Progress progress, Instant now) {
        var call = progress.call();
        if (call.use() instanceof ToolUse.Unusable(var _, var _, var problem)) {
            return finish(progress, new ToolResult.Failed(problem));
        }
        if (call.use() instanceof ToolUse.Finish(var summary)) {
            return finish(progress, new ToolResult.Answered(summary, false));
        }

        return switch (progress.stage()) {
            case CALLED -> mustAsk(call.use()) ? ask(progress, now) : new NextStep.RunTool(call);
            case ASKED ->
                now.isBefore(progress.askedUntil())
                        ? new NextStep.AwaitApproval(call.id(), progress.askedUntil())
                        : finish(progress, new ToolResult.Denied("Nobody approved this call in time."));
            case ALLOWED -> new NextStep.RunTool(call);
            case DENIED -> finish(progress, new ToolResult.Denied("The user did not allow this call."));
            case STARTED ->
                call.use().effect() == Effect.READS
                        ? new NextStep.RunTool(call)
                        : finish(progress, new ToolResult.OutcomeUnknown());
            case FINISHED -> throw new IllegalStateException("A finished call is not open: " + call.id());
        };
    }

    private boolean mustAsk(ToolUse use) {
        return rules.approval().asksFor(use) && !calls.allowedTools().contains(use.tool());
    }

    private NextStep ask(Progress progress, Instant now) {
        return record(new ChatFact.ApprovalAsked(progress.call().id(), now.plus(rules.approvalTime())));
    }

    /** Where the agent has left or has nothing more to do, and nobody has said anything since. */
    private Optional<NextStep> ending() {
        if (said.isEmpty() || inbox.unanswered() || failure.isPresent()) {
            return Optional.empty();
        }
        if (calls.farewell().isPresent()) {
            return calls.farewell().map(StopReason.Finished::new).map(NextStep.Stop::new);
        }

        return calls.list().isEmpty() ? said.map(StopReason.Finished::new).map(NextStep.Stop::new) : Optional.empty();
    }

    private Optional<NextStep> repeating() {
        return loop.pattern()
                .map(pattern -> loop.reminders() < LoopDetector.PATIENCE
                        ? record(new ChatFact.LoopNoticed("You are repeating yourself: " + pattern
                                + ". Try something else, or finish and say what is in the way."))
                        : new NextStep.Stop(new StopReason.Stuck(pattern)));
    }

    private Optional<NextStep> spent() {
        return overLimit().map(StopReason.LimitReached::new).map(NextStep.Stop::new);
    }

    private Optional<Limit> overLimit() {
        if (spend.replies() >= rules.iterations()) {
            return Optional.of(Limit.ITERATIONS);
        }
        if (rules.tokens().isPresent()
                && spend.usage().total() >= rules.tokens().getAsLong()) {
            return Optional.of(Limit.TOKENS);
        }

        return spend.reaches(rules.microUsd()) ? Optional.of(Limit.MONEY) : Optional.empty();
    }

    /** What a failure or a full window asks for. A failure that is not an overflow ends the turn: patience is used up. */
    private Optional<NextStep> shortening() {
        var overflow = window.overflows() > 0;
        if (failure.isPresent() && (!overflow || window.overflows() >= Window.MAX_OVERFLOWS)) {
            return failure.map(why -> new NextStep.Stop(new StopReason.Failed(why.message())));
        }

        return window.toShorten() ? Optional.of(new NextStep.Condense(window.overflows() > 1)) : Optional.empty();
    }

    /** Gives every open call a result, then ends. */
    private NextStep settleThen(StopReason reason) {
        return calls.open().isEmpty()
                ? new NextStep.Stop(reason)
                : new NextStep.Note(settled().toList());
    }

    /** A result for each open call. */
    private Stream<ChatFact> settled() {
        return calls.open().stream().map(Progress::cutShort);
    }

    private static NextStep finish(Progress progress, ToolResult result) {
        return record(progress.finished(result));
    }

    private static NextStep record(ChatFact fact) {
        return new NextStep.Note(List.of(fact));
    }
}

package dev.lucid.application.turn;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.turn.Chat;
import dev.lucid.domain.turn.Condensation;
import dev.lucid.domain.turn.PromptWriter;
import dev.lucid.domain.turn.Turn;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.Sight.Delta;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Performs one chat's steps, one at a time, and gives the facts that came of each. Owns the chat's sandbox. */
final class Step implements AutoCloseable {
    private final Outside outside;
    private final ChatProfile profile;
    private final Ids ids;
    private final Consumer<Delta> live;
    private final ModelAsking asking;
    private final Credentials credentials;
    private final BranchBringing branches;
    private final RequestOpening requests;
    private final RunRelay relay;
    private Optional<Sandbox> sandbox = Optional.empty();

    Step(Outside outside, ChatProfile profile, RepositoryRelaying.Run run, Consumer<Delta> live) {
        var redaction = run.redaction();
        this.outside = outside;
        this.profile = profile;
        this.ids = new Ids(outside.random());
        this.live = live;
        this.asking = new ModelAsking(outside.clock(), outside.random(), ids, live);
        this.credentials = new Credentials(outside.chats(), profile, redaction);
        var access = new RepositoryAccess(profile, credentials, outside.integrations(), outside.hosts(), redaction);
        this.branches = new BranchBringing(outside.repositories(), access, profile);
        this.requests = new RequestOpening(outside.hosts(), access, profile);
        this.relay = new RunRelay(outside, profile, run);
    }

    NewEvent<ChatFact> fact(ChatFact fact) {
        return new NewEvent<>(ids.event(), fact);
    }

    /** The turn's first fact, and that it waits where its key is gone. */
    List<ChatFact> started(Chat chat) {
        var model = chat.wished().orElseGet(this::own);
        var started = new ChatFact.TurnStarted(
                model, outside.rules().withWindow(outside.models().window(model)));

        return missing(model)
                .<List<ChatFact>>map(why -> List.of(started, new ChatFact.KeyAwaited(why)))
                .orElseGet(() -> List.of(started));
    }

    /** The chat's own model. Chats that others have made name a provider alone, or nobody. */
    private ModelRef own() {
        return profile.model().model().isEmpty()
                ? outside.models().find(profile.model().provider()).orElseGet(outside.models()::standard)
                : profile.model();
    }

    /** Why a turn of that model can't go on now, in words for a person; empty if nothing is in the way. Looks anew. */
    Optional<String> missing(ModelRef model) {
        credentials.forget();

        return credentials
                .problem()
                .or(() -> outside.models()
                        .missingKey(model)
                        .filter(_ -> credentials.key(model).isEmpty())
                        .map(variable -> "There is no key for " + model + " any more. Set " + variable
                                + " and start the server again: the turn goes on by itself. Or stop it."));
    }

    List<NewEvent<ChatFact>> ask(History history, Turn turn, StopSwitch stop) {
        var prompt = PromptWriter.next(history.events(), turn.rules().window());

        return asking.ask(model(turn), prompt, history.chat().seq(), stop);
    }

    /**
     * Kills what an earlier process may have left running: opening the sandbox does that. Where there can be no sandbox,
     * gives the facts that end the turn; where its key is gone, that it waits, without one. A turn that is given up is left
     * alone: opening may be what kills the server.
     */
    List<ChatFact> takeOver(Turn turn) {
        if (turn.givenUp()) {
            return List.of();
        }
        var missing = missing(turn.model());
        if (missing.isPresent()) {
            return List.of(new ChatFact.KeyAwaited(missing.get()));
        }
        try {
            sandbox();
            return List.of();
        } catch (PortFailure.Permanent e) {
            return turn.cutShort(new StopReason.Failed(String.valueOf(e.getMessage())));
        }
    }

    List<ChatFact> condense(History history, Turn turn, boolean hard, StopSwitch stop) {
        var plan = Condensation.of(history.events(), turn.rules().window(), hard);
        if (hard) {
            return List.of(plan.plainly());
        }
        var summary = asking.summary(model(turn), plan.prompt(), stop);
        if (stop.raised()) {
            return List.of();
        }

        return List.of(summary.map(reply -> plan.summarised(reply.text(), reply.usage(), reply.cost()))
                .orElseGet(plan::plainly));
    }

    private LanguageModel model(Turn turn) {
        return credentials
                .key(turn.model())
                .map(key -> outside.models().model(turn.model(), key))
                .orElseGet(() -> outside.models().model(turn.model()));
    }

    ToolResult run(ToolCall call, Duration left, StopSwitch stop) {
        try {
            return new ToolRunning(spec(), sandbox(), outside.outputs(), outside.web(), live).run(call, left, stop);
        } catch (PortFailure.Transient | PortFailure.Permanent e) {
            return new ToolResult.Failed(String.valueOf(e.getMessage()));
        }
    }

    List<NewEvent<ChatFact>> cloneRepository(StopSwitch stop) {
        var id = ids.event();

        return branches
                .clone(
                        spec(),
                        relay.address(),
                        line -> live.accept(new Delta(Sight.Kind.PROGRESS, id.value(), 0, line)),
                        stop)
                .map(fact -> new NewEvent<>(id, fact))
                .stream()
                .toList();
    }

    List<ChatFact> push(History history, StopSwitch stop) {
        return branches.push(spec(), this::sandbox, history.chat(), stop);
    }

    /** Removes what the session has; the chat goes on in the next one. */
    ChatFact end(SessionId session) {
        close();
        outside.sessions()
                .end(profile.owner(), profile.id(), session, profile.id().sessionAfter(session));
        outside.clearance().clear(new SandboxSpec(profile.owner(), session));

        return new ChatFact.SessionEnded(session);
    }

    /** Removes what the chat's session has, once the chat is gone: there is no next one. */
    void clear() {
        close();
        outside.clearance().clear(spec());
    }

    List<ChatFact> openPullRequest(History history, StopSwitch stop) {
        return requests.open(history.chat().cloned().orElseThrow(), stop);
    }

    private SandboxSpec spec() {
        return new SandboxSpec(profile.owner(), profile.session());
    }

    private Sandbox sandbox() {
        if (sandbox.isEmpty()) {
            relay.open(); // before the first command, which may need it
        }
        var opened = sandbox.orElseGet(() -> outside.sandboxes().open(spec()));
        sandbox = Optional.of(opened);

        return opened;
    }

    @Override
    public void close() {
        var open = sandbox;
        sandbox = Optional.empty();
        try (relay) {
            open.ifPresent(Sandbox::close);
        }
    }
}

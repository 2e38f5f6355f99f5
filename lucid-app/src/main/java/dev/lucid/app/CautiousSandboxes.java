package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Sandboxes that open only for chats whose commands may run as they would run here. To ask no model is not enough: calls of
 * an earlier process may still wait to be run.
 */
final class CautiousSandboxes implements Sandboxes {
    private static final int PAGE = 100;

    private final Sandboxes sandboxes;
    private final Chats chats;
    private final BooleanSupplier open;
    private final Predicate<ModelRef> permitted;

    /** {@code open} says whether all chats are permitted, else their model decides. */
    CautiousSandboxes(Sandboxes sandboxes, Chats chats, BooleanSupplier open, Predicate<ModelRef> permitted) {
        this.sandboxes = requireNonNull(sandboxes, "sandboxes");
        this.chats = requireNonNull(chats, "chats");
        this.open = requireNonNull(open, "open");
        this.permitted = requireNonNull(permitted, "permitted");
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        if (open.getAsBoolean() || model(spec).filter(permitted).isPresent()) {
            return sandboxes.open(spec);
        }
        throw new PortFailure.Permanent(CautiousModels.REFUSAL);
    }

    private Optional<ModelRef> model(SandboxSpec spec) {
        List<ChatProfile> page;
        var offset = 0;
        do {
            page = chats.list(spec.user(), PAGE, offset);
            var found = page.stream()
                    .filter(chat -> chat.session().equals(spec.session()))
                    .findFirst();
            if (found.isPresent()) {
                return found.map(ChatProfile::model);
            }
            offset += PAGE;
        } while (page.size() == PAGE);

        return Optional.empty();
    }

    @Override
    public void discard(SandboxSpec spec) {
        sandboxes.discard(spec);
    }

    @Override
    public Set<SandboxAbility> abilities() {
        return sandboxes.abilities();
    }

    @Override
    public Confinement confinement() {
        return sandboxes.confinement();
    }
}

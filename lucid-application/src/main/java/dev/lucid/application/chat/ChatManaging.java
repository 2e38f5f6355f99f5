package dev.lucid.application.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.application.turn.Clearance;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.Title;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.ChatEdits;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.chat.ManageChats;
import dev.lucid.port.log.Leases;
import dev.lucid.port.workspace.SandboxSpec;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Renames and deletes chats of one user, and nobody else's. */
public final class ChatManaging implements ManageChats {
    private static final Logger LOG = System.getLogger(ChatManaging.class.getName());

    private final Chats chats;
    private final ChatEdits edits;
    private final Leases leases;
    private final SessionEnding ending;
    private final Clearance clearance;

    @Inject
    public ChatManaging(Chats chats, ChatEdits edits, Leases leases, SessionEnding ending, Clearance clearance) {
        this.chats = requireNonNull(chats, "chats");
        this.edits = requireNonNull(edits, "edits");
        this.leases = requireNonNull(leases, "leases");
        this.ending = requireNonNull(ending, "ending");
        this.clearance = requireNonNull(clearance, "clearance");
    }

    @Override
    public Renamed rename(UserId user, ChatId chat, String title) {
        if (title.isBlank()) {
            return new Renamed.Refused("The title is empty. Say what the chat is about.");
        }
        var kept = Title.of(title);

        return edits.rename(user, chat, kept) ? new Renamed.Done(kept) : new Renamed.NoSuchChat();
    }

    /**
     * First its session ends, as long as somebody is there to end it within a few seconds; then the chat goes. A runner that
     * is still at it then finds the chat gone, and removes what it holds.
     */
    @Override
    public boolean delete(UserId user, ChatId chat) {
        return chats.find(user, chat).filter(this::deleted).isPresent();
    }

    private boolean deleted(ChatProfile profile) {
        var ended = ending.askAndWait(profile.owner(), profile.id(), profile.session());
        var attended = leases.holder(profile.id()).isPresent();
        var deleted = edits.delete(profile.owner(), profile.id());
        if (deleted && !ended && !attended) {
            clear(profile);
        }

        return deleted;
    }

    private void clear(ChatProfile profile) {
        try {
            clearance.clear(new SandboxSpec(profile.owner(), profile.session()));
        } catch (PortFailure e) {
            LOG.log(
                    Level.WARNING,
                    "Something of session {0} of a deleted chat is left: {1}",
                    profile.session(),
                    e.getMessage());
        }
    }
}

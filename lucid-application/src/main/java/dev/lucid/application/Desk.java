package dev.lucid.application;

import dev.lucid.port.account.Tickets;
import dev.lucid.port.account.Users;
import dev.lucid.port.chat.ChatEdits;
import dev.lucid.port.session.SessionDrafts;
import dev.lucid.port.workspace.ReadySessions;
import dev.lucid.port.workspace.Workspaces;
import java.util.Optional;
import java.util.OptionalInt;

/** All that people's own requests need besides what turns need. */
record Desk(
        ChatEdits edits,
        SessionDrafts drafts,
        Users users,
        Tickets tickets,
        Workspaces workspaces,
        ReadySessions ready,
        OptionalInt chatsPerUser,
        Optional<Housekeeping> housekeeping) {}

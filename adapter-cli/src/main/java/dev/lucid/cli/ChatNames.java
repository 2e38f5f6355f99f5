package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the chat that a person means by its id or the beginning of it. */
final class ChatNames {
    private static final int PAGE = 200;
    private static final int SHORTEST = 4;
    private static final int SHOWN = 5;

    private final Engine engine;

    ChatNames(Engine engine) {
        this.engine = requireNonNull(engine, "engine");
    }

    /** The chat of that name. */
    ChatProfile find(String name) {
        var prefix = name.strip().toLowerCase(Locale.ROOT);
        if (!prefix.matches("[0-9a-f-]{" + SHORTEST + ",36}")) {
            throw new CannotStart("“" + name + "” is no chat's id. Give the id that ./lucid chats shows, or at least "
                    + SHORTEST + " digits of its beginning.");
        }
        var found = prefix.length() == 36 ? whole(prefix) : beginningWith(prefix);
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new CannotStart(
                found.isEmpty()
                        ? "There is no chat " + name + ". See ./lucid chats for those there are."
                        : "Several chats begin with " + name + ": " + titles(found) + ". Give more digits.");
    }

    private List<ChatProfile> whole(String id) {
        try {
            return engine.readChats().find(engine.user(), ChatId.of(id)).stream()
                    .toList();
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }

    private List<ChatProfile> beginningWith(String prefix) {
        var found = new ArrayList<ChatProfile>();
        var offset = 0;
        List<ChatProfile> page;
        do {
            page = engine.readChats().list(engine.user(), PAGE, offset);
            page.stream()
                    .filter(chat -> chat.id().toString().startsWith(prefix))
                    .forEach(found::add);
            offset += page.size();
        } while (page.size() == PAGE);

        return found;
    }

    private static String titles(List<ChatProfile> chats) {
        return chats.stream()
                .limit(SHOWN)
                .map(chat -> chat.id() + " (" + chat.title() + ")")
                .collect(Collectors.joining(", "));
    }
}

package dev.lucid.domain.chat;

import static java.util.Objects.requireNonNull;

/**
 * Everything that can ever have happened in a chat. There are two kinds of writer, and so two kinds of event: a
 * {@link ChatRequest} comes from a person, through any process; a {@link ChatFact} comes from the one runner that holds
 * the chat's lease. Events are immortal: what was once written loads for ever.
 */
public sealed interface ChatEvent permits ChatRequest, ChatFact, ChatEvent.Imported {
    /**
     * An event of another system, or of a newer Lucid: kept and shown, without any effect on turns.
     *
     * @param role the writer's role, {@code user}, {@code assistant} or {@code system}
     * @param type the event's name in the system that wrote it, may be empty
     */
    record Imported(String role, String type, String text) implements ChatEvent {
        public Imported {
            requireNonNull(role, "role");
            requireNonNull(type, "type");
            requireNonNull(text, "text");
        }
    }
}

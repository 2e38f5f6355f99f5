/** What is true: chats, turns, tools and their events. Depends on nothing. */
module dev.lucid.domain {
    exports dev.lucid.domain.change;
    exports dev.lucid.domain.chat;
    exports dev.lucid.domain.identity;
    exports dev.lucid.domain.integration;
    exports dev.lucid.domain.model;
    exports dev.lucid.domain.tool;
    exports dev.lucid.domain.turn;
    exports dev.lucid.domain.workspace;
}

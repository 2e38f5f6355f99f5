/** What is done: one use case a class. */
module dev.lucid.application {
    requires transitive dev.lucid.port;
    requires transitive jakarta.inject;

    exports dev.lucid.application;
    exports dev.lucid.application.account;
    exports dev.lucid.application.chat;
    exports dev.lucid.application.feed;
    exports dev.lucid.application.integration;
    exports dev.lucid.application.session;
    exports dev.lucid.application.turn;
    exports dev.lucid.application.workspace;
}

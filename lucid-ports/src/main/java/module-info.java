/** What is said: the verbs that come in and the nouns that go out. */
module dev.lucid.port {
    requires transitive dev.lucid.domain;

    exports dev.lucid.port;
    exports dev.lucid.port.account;
    exports dev.lucid.port.change;
    exports dev.lucid.port.chat;
    exports dev.lucid.port.integration;
    exports dev.lucid.port.log;
    exports dev.lucid.port.model;
    exports dev.lucid.port.relay;
    exports dev.lucid.port.session;
    exports dev.lucid.port.web;
    exports dev.lucid.port.workspace;
}

package dev.lucid.memory;

import dev.lucid.domain.identity.UserId;
import dev.lucid.port.integration.Integrations;
import dev.lucid.testkit.IntegrationsContract;

class InMemoryIntegrationsTest implements IntegrationsContract {
    private final InMemoryIntegrations memory = new InMemoryIntegrations();

    @Override
    public Integrations integrations() {
        return memory;
    }

    @Override
    public UserId user() {
        return UserId.LOCAL;
    }

    @Override
    public UserId stranger() {
        return UserId.ofSubject("stranger");
    }
}

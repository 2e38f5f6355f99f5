package dev.lucid.architecture;

import java.util.List;

/** Where a rule does not hold, and why that is right. An empty list would be a trophy. */
final class Waivers {
    static final List<Waiver> ALL = List.of(
            new Waiver(
                    "coreDoesNotReadTheClock",
                    "dev.lucid.application.LucidBuilder",
                    "The front door's sane default; whoever wants other time gives another."),
            new Waiver(
                    "coreMakesNoChance",
                    "dev.lucid.application.LucidBuilder",
                    "The front door's sane default; whoever wants a run again gives a seed."),
            new Waiver(
                    "aPortIsImplementedOnOneSide",
                    "dev.lucid.port.chat.Sight$Event",
                    "The feed's events share one encoding among all watchers; those of a page of history need none."),
            new Waiver(
                    "aPortIsImplementedOnOneSide",
                    "dev.lucid.port.chat.",
                    "What a person asks for is also handed on to another server's use cases, and refused where a program"
                            + " brought none."),
            new Waiver(
                    "aPortIsImplementedOnOneSide",
                    "dev.lucid.port.integration.ConnectHosts",
                    "Handed on to another server, or refused where a program brought no use case."),
            new Waiver(
                    "aPortIsImplementedOnOneSide",
                    "dev.lucid.port.session.ManageSessions",
                    "Refused where a program that embeds the server brought no use case."),
            new Waiver(
                    "aPortIsImplementedOnOneSide",
                    "dev.lucid.port.workspace.BrowseSession",
                    "Refused where a program that embeds the server brought no use case."),
            new Waiver(
                    "everyStatementHasARole",
                    "dev.lucid.postgres.PostgresStore.check",
                    "It asks whether the account that logged in has too many rights, which only that account can say."),
            new Waiver(
                    "nobodyLogsPastTheProgram",
                    "dev.lucid.app.tracing.VendorLog",
                    "It logs nothing: it silences a library that would write to the terminal by itself."),
            new Waiver(
                    "nobodySleepsInTests",
                    "dev.lucid.docker.FaultCyclesTest",
                    "It waits for nothing: faults are thrown at moments that nothing announces, drawn from a seed."),
            new Waiver(
                    "nobodySleepsInTests",
                    "dev.lucid.app.crash.KillTest",
                    "It waits for nothing: a moment that nothing announces, drawn from a seed, is what it is about."),
            new Waiver(
                    "everyImplementationPassesTheContract",
                    "dev.lucid.memory.InMemorySandboxes",
                    "It keeps the part about storage; the rest speaks of a Unix shell, its processes, pipes, links and"
                            + " limits, and a function that a program gives has none of these and can't be killed."),
            new Waiver(
                    "portsKnowOnlyTheDomain",
                    "dev.lucid.port.change.GitTraffic",
                    "What a git sends and is sent may be larger than memory, so it is handed on as a stream of bytes."),
            new Waiver(
                    "portsKnowOnlyTheDomain",
                    "dev.lucid.port.relay.Relays",
                    "What a sandbox sends and is sent may be larger than memory, so it is handed on as a stream of bytes."),
            new Waiver(
                    "everyDrivenPortHasAContract",
                    "dev.lucid.port.chat.Watcher",
                    "A callback: whoever watches is called back, and promises nothing but to be quick."),
            new Waiver(
                    "everyDrivenPortHasAContract",
                    "dev.lucid.port.workspace.Sandbox does",
                    "Sandboxes open it, and their contract is about little else."));

    private Waivers() {}

    /** Violations of {@code rule} whose description contains {@code where}. */
    record Waiver(String rule, String where, String why) {}
}

package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.egress.AddressPolicy;
import dev.lucid.egress.EgressProxy;
import dev.lucid.egress.NameResolver;
import dev.lucid.egress.OutletLimits;
import dev.lucid.egress.PageLimits;
import dev.lucid.egress.ProxiedWebPages;
import dev.lucid.egress.ProxyCredential;
import dev.lucid.egress.ProxyLimits;
import dev.lucid.egress.SandboxOutlets;
import dev.lucid.githost.GitPrograms;
import dev.lucid.githost.GitRepositories;
import dev.lucid.githost.GitSettings;
import dev.lucid.githost.HostSettings;
import dev.lucid.githost.HttpGitHosts;
import dev.lucid.githost.ProxiedGitTraffic;
import dev.lucid.githost.Reach;
import dev.lucid.githost.TrafficLimits;
import dev.lucid.githost.WayOut;
import dev.lucid.port.PortFailure;
import dev.lucid.port.change.GitTraffic;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.integration.GitHosts;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.web.WebPages;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** How requests leave that a person, a model or a repository names: through one proxy. Made when the first one leaves. */
final class WaysOut implements AutoCloseable {
    private static final Duration CLONE_LIMIT = Duration.ofMinutes(30);
    private static final Duration GIT_LIMIT = Duration.ofMinutes(5);

    private final LucidConfig config;
    private final MachineFacts machine;
    private final boolean forUsers;
    private final HttpGitHosts hosts;
    private final Lazy<EgressProxy> proxy = new Lazy<>(this::startProxy);
    private final Lazy<ProxiedWebPages> pages =
            new Lazy<>(() -> new ProxiedWebPages(proxy.get(), PageLimits.standard()));
    private final Lazy<ProxiedGitTraffic> traffic =
            new Lazy<>(() -> new ProxiedGitTraffic(this::programs, gitSettings(), TrafficLimits.standard()));

    /** {@code forUsers} keeps to the web: folders of this machine and the operator's keys are not for users. */
    WaysOut(LucidConfig config, MachineFacts machine, boolean forUsers) {
        this.config = requireNonNull(config, "config");
        this.machine = requireNonNull(machine, "machine");
        this.forUsers = forUsers;
        this.hosts = new HttpGitHosts(
                HostSettings.standard(config.address(Variable.GITHUB_API_URL), config.address(Variable.GITLAB_API_URL)),
                this::wayOut,
                machine.clock());
    }

    /** What git hosts offer beside git. */
    GitHosts hosts() {
        return hosts;
    }

    WebPages pages() {
        return (address, stop) -> pages.get().fetch(address, stop);
    }

    /** Repositories, cloned into the workspaces that {@code workspaces} names. */
    Repositories repositories(Function<SandboxSpec, Path> workspaces) {
        return new LazyRepositories(new Lazy<>(() -> new GitRepositories(this::programs, gitSettings(), workspaces)));
    }

    /** The same repositories' own conversation, for git in sandboxes. */
    GitTraffic traffic() {
        return (remote, request, stop) -> traffic.get().answer(remote, request, stop);
    }

    private GitPrograms programs() {
        return GitPrograms.find(machine.searchPath());
    }

    private GitSettings gitSettings() {
        return new GitSettings(
                config.repositories(),
                forUsers ? Reach.WEB_ONLY : Reach.ALSO_THIS_MACHINE,
                wayOut(),
                forUsers ? Optional.empty() : machine.sshAgent(),
                CLONE_LIMIT,
                GIT_LIMIT);
    }

    private WayOut wayOut() {
        var shown = proxy.get().credential();
        var address = proxy.get().address();

        return new WayOut(address.getAddress().getHostAddress(), address.getPort(), shown.user(), shown.password());
    }

    private EgressProxy startProxy() {
        try {
            return EgressProxy.start(
                    new AddressPolicy(config.privateHosts()),
                    NameResolver.system(),
                    ProxyCredential.random(new SecureRandom()),
                    ProxyLimits.standard());
        } catch (IOException e) {
            throw new PortFailure.Transient("Could not listen on this machine's loopback: " + Reasons.of(e), e);
        }
    }

    /** How agents' commands reach the hosts that are named for them: each session through a socket of its own. */
    static SandboxOutlets ofSandboxes(LucidConfig config, InstantSource clock) {
        return new SandboxOutlets(
                config.workspaces().resolve(Relays.FOLDER),
                config.allowedHosts(),
                new AddressPolicy(config.privateHosts()),
                NameResolver.system(),
                OutletLimits.standard(),
                clock);
    }

    @Override
    public void close() {
        hosts.close();
        traffic.end(ProxiedGitTraffic::close);
        pages.end(ProxiedWebPages::close);
        proxy.end(EgressProxy::close);
    }
}

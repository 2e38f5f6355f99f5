package dev.lucid.application.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.port.PortFailure;
import dev.lucid.port.change.GitTraffic;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * The way of one run's sandbox to its repository, if it has one: the repository must be on the web, and the sandbox must
 * carry a relay. For the runner's thread.
 */
final class RunRelay implements AutoCloseable {
    private static final Logger LOG = System.getLogger(RunRelay.class.getName());

    private final Outside outside;
    private final ChatProfile profile;
    private final RepositoryRelaying.Run run;
    private Optional<RepositoryRelaying> open = Optional.empty();

    RunRelay(Outside outside, ChatProfile profile, RepositoryRelaying.Run run) {
        this.outside = requireNonNull(outside, "outside");
        this.profile = requireNonNull(profile, "profile");
        this.run = requireNonNull(run, "run");
    }

    /** Where commands in the sandbox reach the repository, if not at its own address. */
    Optional<String> address() {
        return inward().map(_ -> RepositoryRelaying.ADDRESS);
    }

    /** Opens the way, if there is one to open. A run whose way can't be opened goes on: its work leaves without it. */
    void open() {
        if (open.isPresent()) {
            return;
        }
        try {
            open = inward().map(inward -> RepositoryRelaying.open(
                    inward, outside, run, new SandboxSpec(profile.owner(), profile.session()), this::remote));
        } catch (PortFailure.Transient | PortFailure.Permanent e) {
            LOG.log(Level.WARNING, "Git in the sandbox of chat {0} reaches nothing: {1}", profile.id(), e.getMessage());
        }
    }

    private Optional<Inward> inward() {
        var isOnTheWeb = profile.repository()
                .flatMap(repository -> WebPlace.of(repository.address()))
                .isPresent();

        return outside.inward()
                .filter(_ -> isOnTheWeb && outside.sandboxes().abilities().contains(SandboxAbility.RELAY));
    }

    /** Who the chat is at its origin, asked by means of its own: others belong to the runner's thread. */
    private GitTraffic.Remote remote() {
        var credentials = new Credentials(outside.chats(), profile, run.redaction());
        var access =
                new RepositoryAccess(profile, credentials, outside.integrations(), outside.hosts(), run.redaction());

        return new GitTraffic.Remote(
                new SandboxSpec(profile.owner(), profile.session()),
                profile.repository().orElseThrow().address(),
                access.token());
    }

    @Override
    public void close() {
        var opened = open;
        open = Optional.empty();
        opened.ifPresent(RepositoryRelaying::close);
    }
}

package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.relay.Relays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real git in a real sandbox without a network, on a repository that wants a token, which the sandbox never has. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RelayedGit {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String TOKEN = "the-token-of-the-origin";

    /** What the agent does, one command a line; none of them fails, and each says how it went. */
    private static final List<String> COMMANDS = List.of(
            "git remote get-url origin; git fetch -q origin && echo fetched; git pull -q origin main && echo pulled",
            "echo new >new; git add new; git commit -qm New; git push -q origin HEAD:lucid/x && echo pushed",
            "git push origin HEAD:main 2>&1; echo main $?",
            "git commit -q --amend -m Other; git push --force origin HEAD:lucid/x 2>&1; echo forced $?",
            "git push origin :lucid/x 2>&1; echo removed $?",
            "head -c 3000000 /dev/urandom >large; git add large; git commit -qm Large;"
                    + " git push -q origin HEAD:lucid/large 2>&1; echo large $?",
            "git -c credential.helper= ls-remote http://lucid:no-key-of-ours@127.0.0.1:5824/repository.git 2>&1;"
                    + " echo wrong $?",
            "git ls-remote http://127.0.0.1:5824/another.git 2>&1; echo another $?",
            "find / -name lucid.sock 2>/dev/null; cat /proc/*/environ /proc/*/cmdline 2>/dev/null"
                    + " | tr '\\0' '\\n' | grep -c '[t]he-token-of-the'; grep -rls '[t]he-token-of-the' . /etc /run /tmp;"
                    + " env | grep -i proxy | grep @; echo searched",
            "cat /run/lucid-relay/key; printf 'lucid:%s' \"$(cat /run/lucid-relay/key)\" | base64 -w0; echo shown",
            "http_proxy=http://127.0.0.1:1 git -c http.proxy=http://127.0.0.1:1 fetch -q origin && echo unproxied");

    private Path folder;
    private FailingTestRepository project;
    private GitServer server;
    private StandardLucid standard;
    private List<String> said;
    private String events;

    /** What kind of sandbox it is. */
    abstract Map<Variable, String> kind();

    /** What the agent does besides, as the last. */
    List<String> furtherCommands() {
        return List.of();
    }

    /** Called while the agent works in that folder of all workspaces. */
    void meanwhile(ChatProfile chat, Path workspaces) throws IOException {}

    /** What that command of the agent's said. */
    final String said(int command) {
        return said.get(command);
    }

    @BeforeAll
    void work(@TempDir Path temporary) throws IOException {
        folder = temporary;
        project = FailingTestRepository.in(folder);
        server = GitServer.plain(folder);
        server.protectWith(TOKEN);
        var script = new StringBuilder("turns:\n  - calls:\n");
        for (var command : commands()) {
            script.append("      - tool: run_command\n        arguments:\n          command: |\n            ")
                    .append(command)
                    .append('\n');
        }
        script.append("  - text: All is done.\n");
        var machine = new MachineFacts(System.getenv("PATH"), Optional.empty(), folder, folder, InstantSource.system());
        var given = new HashMap<>(kind());
        given.put(
                Variable.LUCID_SCRIPT,
                Files.writeString(folder.resolve("script.yaml"), script).toString());
        given.put(Variable.ALLOWED_PRIVATE_HOSTS, server.host());
        given.put(Variable.SANDBOX_ALLOWED_HOSTS, server.host());
        var config = new LucidConfig(folder.resolve("data"), given);
        standard = StandardLucid.open(config, machine, new StandardLucid.Use(false, true, true, _ -> true));
        var chat = started();
        meanwhile(chat, config.workspaces());
        await().atMost(PATIENCE).until(() -> events(chat).stream().anyMatch(ChatFact.TurnEnded.class::isInstance));
        said = events(chat).stream()
                .filter(ChatFact.ToolFinished.class::isInstance)
                .map(fact -> ((ChatFact.ToolFinished) fact).result())
                .map(result -> result instanceof ToolResult.CommandEnded(var _, var output, var _)
                        ? output
                        : result.toString())
                .toList();
        events = events(chat).toString();
    }

    /** In the end it asks for what is configured for commands, through their proxy, and for something else. */
    private List<String> commands() {
        var commands = new ArrayList<>(COMMANDS);
        for (var host : List.of(server.host(), "elsewhere.test")) {
            commands.add("no_proxy= NO_PROXY= git -c http.proxy=$http_proxy ls-remote http://" + host
                    + "/origin.git 2>&1 </dev/null; true");
        }
        commands.addAll(furtherCommands());

        return commands;
    }

    private ChatProfile started() {
        var command = new StartChat.Command(
                        UserId.LOCAL,
                        "work",
                        Optional.empty(),
                        Optional.of(new RepositoryRef(server.url("/origin.git"), Optional.empty(), Author.LUCID)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .with(new ChatSecrets(Optional.of(new Secret(TOKEN)), Optional.empty()));

        return ((StartChat.Outcome.Started) standard.lucid().startChat().start(command)).chat();
    }

    private List<?> events(ChatProfile chat) {
        return standard.lucid().readChats().events(UserId.LOCAL, chat.id(), 0, 1000).stream()
                .map(StoredEvent::event)
                .collect(Collectors.toList());
    }

    @AfterAll
    void close() {
        standard.close();
        server.close();
    }

    @Test
    void fetchAndPullReachTheOrigin() {
        assertThat(said.getFirst()).isEqualTo(Relays.ADDRESS + "/repository.git\nfetched\npulled\n");
    }

    @Test
    void pushBringsABranchOfLucidsToTheOrigin() throws IOException {
        assertThat(said.get(1)).isEqualTo("pushed\n");
        assertThat(said.get(5)).isEqualTo("large 0\n");
        assertThat(project.branches()).contains("lucid/x", "lucid/large");
        assertThat(project.git(project.origin(), "log", "-1", "--format=%s", "lucid/x"))
                .isEqualTo("New");
    }

    @Test
    void whatIsNotLucidsOrNoStepForwardIsRefused() throws IOException {
        assertThat(said.get(2)).contains("rejected").endsWith("main 1\n");
        assertThat(said.get(3)).contains("rejected").endsWith("forced 1\n");
        assertThat(said.get(4)).contains("rejected").endsWith("removed 1\n");
        assertThat(project.git(project.origin(), "log", "-1", "--format=%s", "main"))
                .isEqualTo("Sum numbers");
    }

    @Test
    void anotherKeyAndAnotherRepositoryOpenNothing() {
        assertThat(said.get(6)).contains("The session's key was not shown").endsWith("wrong 128\n");
        assertThat(said.get(7)).contains("not found").endsWith("another 128\n");
    }

    @Test
    void theTokenIsNowhereInTheSandboxAndOnlyItsOwnWayIsSeen() {
        assertThat(said.get(8)).isEqualTo("/run/lucid-relay/lucid.sock\n0\nsearched\n");
        assertThat(events).doesNotContain(TOKEN);
    }

    @Test
    void theKeyIsMaskedInEvents() {
        assertThat(said.get(9)).isEqualTo("***\n***shown\n");
    }

    @Test
    void aProxyThatSomebodyHasSetIsNotForTheWayIn() {
        assertThat(said.get(10)).isEqualTo("unproxied\n");
    }

    @Test
    void anAgentReachesTheHostsThatAreNamedAndWithoutTheTokenAndNoOthers() {
        assertThat(said.get(11)).contains("could not read Username").doesNotContain("403");
        assertThat(said.get(12)).contains("403");
    }

    @Test
    void theWorkIsBroughtToTheOriginAsEver() throws IOException {
        assertThat(events).contains("BranchPushed");
        assertThat(project.branches()).anyMatch(branch -> branch.startsWith("lucid/work-"));
    }

    @Test
    void nothingIsLeftOfAWayWhenItsRunHasEnded() {
        await().untilAsserted(() -> assertThat(folder.resolve("data/workspaces").resolve(Relays.FOLDER))
                .isEmptyDirectory());
    }
}

package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.render.Output;
import dev.lucid.cli.render.Screen;
import dev.lucid.cli.render.Words;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.port.PortFailure;
import dev.lucid.port.integration.ConnectHosts;
import dev.lucid.port.integration.ConnectHosts.Answer;
import dev.lucid.port.integration.HostAnswer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code integrations add|list|remove|repos}: somebody's accounts at git hosts, whose tokens Lucid keeps. */
final class IntegrationsCommand implements Subcommand {
    private static final String HOST = "--host";
    private static final String PROVIDERS = "github or gitlab.";

    private final Surroundings around;
    private final Installation installation;

    IntegrationsCommand(Surroundings around, Installation installation) {
        this.around = requireNonNull(around, "around");
        this.installation = requireNonNull(installation, "installation");
    }

    @Override
    public CommandSpec spec() {
        var add = command("add", "Keep a token of GitHub or GitLab, after the host has said whose it is.")
                .addPositional(Options.argument(0, "PROVIDER", PROVIDERS))
                .addOption(Options.text(HOST, "URL", "The address of a GitLab of your own."));
        var list = command("list", "List the accounts whose tokens are kept.");
        var remove = command("remove", "Forget a token.").addPositional(Options.argument(0, "PROVIDER", PROVIDERS));
        var repos = command("repos", "List the repositories that a token shows.")
                .addPositional(Options.argument(0, "PROVIDER", PROVIDERS));

        return Options.command("integrations", "Connect GitHub or GitLab, for private repositories and pull requests.")
                .addSubcommand("add", TokenInput.in(add, 1))
                .addSubcommand("list", list)
                .addSubcommand("remove", remove)
                .addSubcommand("repos", repos);
    }

    private static CommandSpec command(String name, String description) {
        return Options.withServer(Options.command(name, description))
                .addOption(Options.flag(Options.JSON, "Print JSON, as /api/v1/integrations answers."));
    }

    @Override
    public int run(ParseResult given) {
        if (!given.hasSubcommand()) {
            throw new CannotStart("What about the integrations? Say add, list, remove or repos, as in"
                    + " ./lucid integrations list.");
        }
        var deed = given.subcommand();

        return switch (deed.commandSpec().name()) {
            case "add" -> add(deed);
            case "list" ->
                opened(
                        deed,
                        (engine, report) ->
                                report.integrations(engine.connectHosts().list(engine.user())));
            case "remove" -> remove(deed);
            default -> repositories(deed);
        };
    }

    private int add(ParseResult given) {
        var provider = provider(given);
        var token = new TokenInput(around).read(given, 1, "Token of " + provider.lower());

        return token.map(secret -> add(given, provider, secret)).orElse(ExitCode.INTERRUPTED);
    }

    private int add(ParseResult given, GitProvider provider, Secret token) {
        return opened(given, (engine, report) -> {
            var host = Options.text(given, HOST);
            var command = new ConnectHosts.Command(engine.user(), provider, token, host);
            report.connected(value(provider, engine.connectHosts().connect(command)));
        });
    }

    private int remove(ParseResult given) {
        var provider = provider(given);

        return opened(given, (engine, report) -> {
            if (!engine.connectHosts().disconnect(engine.user(), provider)) {
                throw notConnected(provider);
            }
            report.disconnected(provider);
        });
    }

    private int repositories(ParseResult given) {
        var provider = provider(given);

        return opened(
                given,
                (engine, report) -> report.repositories(
                        provider, value(provider, engine.connectHosts().repositories(engine.user(), provider))));
    }

    private interface Deed {
        void perform(Engine engine, HostReport report);
    }

    private int opened(ParseResult given, Deed deed) {
        try (var engine = installation.open(Options.choices(given), Installation.Purpose.LOOK)) {
            if (around.interrupts().pending()) {
                return ExitCode.INTERRUPTED;
            }
            var screen = new Screen(new Output(around.out()), around.terminal().get());
            deed.perform(engine, HostReport.on(screen, given.hasMatchedOption(Options.JSON)));
        }
        return ExitCode.FINISHED;
    }

    private static GitProvider provider(ParseResult given) {
        var name = Options.argument(given, 0);

        return GitProvider.named(name)
                .orElseThrow(() -> new CannotStart(
                        "“" + Words.line(name, 40) + "” is no git host that Lucid knows: say github or gitlab."));
    }

    private static <T> T value(GitProvider provider, Answer<T> answer) {
        return switch (answer) {
            case Answer.Given<T>(var value) -> value;
            case Answer.NotConnected<T> _ -> throw notConnected(provider);
            case Answer.Failed<T>(var why) -> throw new PortFailure.Permanent(why.message() + advice(provider, why));
        };
    }

    private static CannotStart notConnected(GitProvider provider) {
        return new CannotStart(
                "No token of " + provider.lower() + " is kept. Give one: ./lucid integrations add " + provider.lower());
    }

    private static String advice(GitProvider provider, HostAnswer.Failed<?> why) {
        var words = switch (why.reason()) {
            case UNAUTHORIZED -> "Make a new token, and give it: ./lucid integrations add " + provider.lower();
            case FORBIDDEN -> "Give the token the rights to read and write repositories.";
            case NOT_FOUND -> "Look at the address, and at what the token may see.";
            case RATE_LIMITED, UNAVAILABLE ->
                "Try again"
                        + why.again().map(time -> " in " + Words.duration(time)).orElse(" later");
            case REJECTED -> "";
            case BAD_ADDRESS ->
                "Look at the address; one of a private network has to be named in ALLOWED_PRIVATE_HOSTS.";
        };
        return words.isEmpty() ? "" : " " + words + (words.endsWith(".") || words.contains("./lucid") ? "" : ".");
    }
}

package dev.lucid.llm;

import static dev.lucid.domain.model.ModelFailure.Kind.REJECTED;
import static dev.lucid.domain.model.ModelFailure.Kind.UNAUTHORIZED;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.LanguageModels;
import dev.lucid.port.model.ModelOutcome;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The models of the configured providers, and the scripted one. Safe for many threads; owns its connections, and ends the
 * calls that are under way when closed.
 */
public final class ModelRegistry implements LanguageModels, AutoCloseable {
    /** The model that replies from a file. It is there without any key. */
    public static final ModelRef SCRIPTED = new ModelRef("scripted", "scripted");

    /** What every provider's names are made of; some become part of an address. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:/@+-]{1,200}");

    /** What a person checks in place of a variable. */
    private static final String OWN_KEY = "the key that was given for this chat";

    private static final int SCRIPTED_WINDOW = 1_000_000;

    private final ModelSettings settings;
    private final InstantSource clock;
    private final Once<Transport> transport;
    private final ScriptedModel scripted;
    private final Optional<Recording> recording;
    private final Optional<ModelRef> named;
    private final ModelRef standard;

    /**
     * Reads the script, if one is named, and opens the recording. Fails with {@link dev.lucid.port.PortFailure.Permanent}
     * if one of them can't be used, and with {@link IllegalArgumentException} if there is no model by the standard name.
     */
    public ModelRegistry(ModelSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.transport = new Once<>(() -> new Transport(settings.limits()));
        this.scripted = settings.script().map(ScriptedModel::reading).orElseGet(ScriptedModel::bundled);
        this.named = settings.standard().map(this::named);
        this.standard = named.filter(_ -> anyUsable()).orElseGet(this::firstUsable);
        this.recording = settings.recording().map(file -> Recording.to(file, keys()));
    }

    /** Where nobody has a key, that is the scripted one, whatever was named. */
    @Override
    public ModelRef standard() {
        return standard;
    }

    /** The model that is to be asked when a chat names none, if it had its key. */
    public ModelRef wanted() {
        return named.orElse(standard);
    }

    @Override
    public Optional<ModelRef> find(String name) {
        var text = name.strip();
        if (!NAME.matcher(text).matches()) {
            return Optional.empty();
        }
        var slash = text.indexOf('/');
        if (slash > 0) {
            var model = text.substring(slash + 1);
            return provider(text.substring(0, slash))
                    .filter(_ -> !model.isBlank())
                    .map(provider -> new ModelRef(provider.name(), model))
                    .or(() -> text.equals(SCRIPTED.toString()) ? Optional.of(SCRIPTED) : Optional.empty());
        }
        if (text.equalsIgnoreCase(SCRIPTED.provider())) {
            return Optional.of(SCRIPTED);
        }

        return provider(text).flatMap(ModelRegistry::itsOwn).or(() -> byModel(text));
    }

    @Override
    public List<ModelRef> available() {
        var others = Stream.concat(
                settings.providers().stream().filter(Provider::usable).flatMap(provider -> itsOwn(provider).stream()),
                Stream.of(SCRIPTED));
        var all = new ArrayList<ModelRef>();
        all.add(standard);
        others.filter(ref -> !all.contains(ref)).forEach(all::add);

        return List.copyOf(all);
    }

    @Override
    public Optional<String> missingKey(ModelRef ref) {
        return settings.providers().stream()
                .filter(provider -> provider.name().equals(ref.provider()) && !provider.usable())
                .map(Provider::keyVariable)
                .findFirst();
    }

    @Override
    public LanguageModel model(ModelRef ref) {
        if (ref.provider().equals(SCRIPTED.provider())) {
            return recorded(scripted);
        }

        return settings.providers().stream()
                .filter(provider -> provider.name().equals(ref.provider()))
                .findFirst()
                .map(provider -> recorded(asked(provider, ref)))
                .orElseGet(() -> unknown(ref));
    }

    /** Nothing of it is recorded: what is recorded is for others to see. */
    @Override
    public LanguageModel model(ModelRef ref, Secret key) {
        if (ref.provider().equals(SCRIPTED.provider())) {
            return model(ref);
        }

        return settings.providers().stream()
                .filter(provider -> provider.name().equals(ref.provider()))
                .findFirst()
                .map(provider -> key.isPlain()
                        ? asked(provider.with(new ApiKey(key.reveal()), OWN_KEY), ref)
                        : failing(UNAUTHORIZED, "What is " + OWN_KEY + " is none: a key has no blanks inside."))
                .orElseGet(() -> unknown(ref));
    }

    @Override
    public int window(ModelRef ref) {
        return ref.provider().equals(SCRIPTED.provider())
                ? SCRIPTED_WINDOW
                : ModelCatalog.card(ref.model()).window();
    }

    @Override
    public void close() {
        transport.ifMade(Transport::close);
        recording.ifPresent(Recording::close);
    }

    private LanguageModel asked(Provider provider, ModelRef ref) {
        Supplier<LanguageModel> made = () -> new ProviderModel(transport.get(), provider, ref, clock);

        return (prompt, listener, stop) -> made.get().ask(prompt, listener, stop);
    }

    private LanguageModel recorded(LanguageModel model) {
        return recording
                .<LanguageModel>map(file -> new RecordedModel(model, file))
                .orElse(model);
    }

    private LanguageModel unknown(ModelRef ref) {
        return failing(REJECTED, "There is no provider '" + ref.provider() + "'. There are: " + available() + ".");
    }

    private static LanguageModel failing(ModelFailure.Kind kind, String message) {
        var failed = new ModelOutcome.Failed(new ModelFailure(kind, message));

        return (_, _, _) -> failed;
    }

    private ModelRef named(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("There is no model '" + name
                        + "'. Name a provider (anthropic, openai, google, scripted) or provider/model."));
    }

    private boolean anyUsable() {
        return settings.providers().stream().anyMatch(Provider::usable);
    }

    private ModelRef firstUsable() {
        return settings.providers().stream()
                .filter(Provider::usable)
                .flatMap(provider -> itsOwn(provider).stream())
                .findFirst()
                .orElse(SCRIPTED);
    }

    private Optional<Provider> provider(String name) {
        var meant = switch (name.toLowerCase(Locale.ROOT)) {
            case "claude" -> "anthropic";
            case "gpt" -> "openai";
            case "gemini" -> "google";
            case String other -> other;
        };

        return settings.providers().stream()
                .filter(provider -> provider.name().equals(meant))
                .findFirst();
    }

    /** The model that a provider's standard is, or whose name tells its maker. */
    private Optional<ModelRef> byModel(String model) {
        return settings.providers().stream()
                .filter(provider -> provider.model().filter(model::equals).isPresent())
                .map(Provider::name)
                .findFirst()
                .or(() -> maker(model))
                .flatMap(this::provider)
                .map(provider -> new ModelRef(provider.name(), model));
    }

    private static Optional<String> maker(String model) {
        if (model.startsWith("claude-")) {
            return Optional.of("anthropic");
        }
        if (model.startsWith("gpt-") || model.matches("o\\d.*")) {
            return Optional.of("openai");
        }

        return model.startsWith("gemini-") ? Optional.of("google") : Optional.empty();
    }

    private static Optional<ModelRef> itsOwn(Provider provider) {
        return provider.model().map(model -> new ModelRef(provider.name(), model));
    }

    private List<ApiKey> keys() {
        return settings.providers().stream()
                .flatMap(provider -> provider.key().stream())
                .toList();
    }
}

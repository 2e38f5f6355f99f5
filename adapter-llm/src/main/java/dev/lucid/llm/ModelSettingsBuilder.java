package dev.lucid.llm;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes settings from what a person configures, each under the name of its variable. For one thread. */
public final class ModelSettingsBuilder {
    /** What keys begin with, and whose they are. */
    private static final Map<String, String> OWNERS =
            Map.of("sk-ant-", "anthropic", "sk-proj-", "openai", "sk-svcacct-", "openai", "AIza", "google");

    private @Nullable ApiKey anthropic;
    private @Nullable ApiKey openai;
    private @Nullable ApiKey google;
    private @Nullable ApiKey general;
    private @Nullable URI address;
    private @Nullable String provider;
    private @Nullable String model;
    private final Map<String, String> models = new HashMap<>();
    private @Nullable Path script;
    private @Nullable Path recording;
    private Limits limits = Limits.STANDARD;

    /** {@code ANTHROPIC_API_KEY}. */
    public ModelSettingsBuilder anthropicKey(String key) {
        anthropic = new ApiKey(key);
        return this;
    }

    /** {@code OPENAI_API_KEY}. */
    public ModelSettingsBuilder openaiKey(String key) {
        openai = new ApiKey(key);
        return this;
    }

    /** {@code GOOGLE_API_KEY}. */
    public ModelSettingsBuilder googleKey(String key) {
        google = new ApiKey(key);
        return this;
    }

    /** {@code LUCID_ANTHROPIC_MODEL}. */
    public ModelSettingsBuilder anthropicModel(String name) {
        return usual("anthropic", name);
    }

    /** {@code LUCID_OPENAI_MODEL}. */
    public ModelSettingsBuilder openaiModel(String name) {
        return usual("openai", name);
    }

    /** {@code LUCID_GOOGLE_MODEL}. */
    public ModelSettingsBuilder googleModel(String name) {
        return usual("google", name);
    }

    private ModelSettingsBuilder usual(String whose, String name) {
        models.put(whose, name.strip());
        return this;
    }

    /**
     * {@code LLM_API_KEY}: for each provider that has no key of its own; but where the key shows whose it is, for that one
     * alone, and where an address is given, for the server there alone.
     */
    public ModelSettingsBuilder generalKey(String key) {
        general = new ApiKey(key);
        return this;
    }

    /** {@code LLM_BASE_URL}: in the default provider's place, or an OpenAI-compatible server if none is named. */
    public ModelSettingsBuilder address(URI baseUrl) {
        address = requireNonNull(baseUrl, "baseUrl");
        return this;
    }

    /** {@code DEFAULT_MODEL_PROVIDER}. */
    public ModelSettingsBuilder standardProvider(String name) {
        provider = name.strip();
        return this;
    }

    /** {@code DEFAULT_MODEL}: the default provider's model, or {@code provider/model}. */
    public ModelSettingsBuilder standardModel(String name) {
        model = name.strip();
        return this;
    }

    /** {@code LUCID_SCRIPT}. */
    public ModelSettingsBuilder script(Path file) {
        script = requireNonNull(file, "file");
        return this;
    }

    /** The file to which all replies are written. */
    public ModelSettingsBuilder recording(Path file) {
        recording = requireNonNull(file, "file");
        return this;
    }

    /** The time limits of a call. */
    public ModelSettingsBuilder limits(Limits given) {
        limits = requireNonNull(given, "given");
        return this;
    }

    /**
     * The settings. Fails with {@link IllegalArgumentException} that names the variable if something is missing to what is
     * there, or contradicts it.
     */
    public ModelSettings build() {
        refuseAnothersKey();

        return new ModelSettings(
                providers(), standard(), Optional.ofNullable(script), Optional.ofNullable(recording), limits);
    }

    private List<Provider> providers() {
        var named = Stream.of(
                        keyed(Provider.anthropic(), anthropic),
                        keyed(Provider.openai(), openai),
                        keyed(Provider.google(), google))
                .map(each -> Optional.ofNullable(models.get(each.name()))
                        .map(each::with)
                        .orElse(each))
                .map(each -> each.name().equals(generalProvider()) ? keyed(each, general) : each)
                .map(each -> each.name().equals(provider) ? placed(each) : each)
                .map(each -> servesAll() ? keyed(each, general) : each);

        return Stream.concat(named, other().stream()).toList();
    }

    /** The provider that the general key is for above all; nobody if it is for an address that is somebody else's altogether. */
    private String generalProvider() {
        if (general == null) {
            return "";
        }
        if (address != null) {
            return provider == null ? "" : provider;
        }

        return owner(general).orElseGet(() -> provider == null ? "openai" : provider);
    }

    /** A key that is another's than the default provider's must not be shown to that one, which then can't be asked. */
    private void refuseAnothersKey() {
        if (general == null || address != null || provider == null) {
            return;
        }
        var owner = owner(general).orElse(provider);
        if (lacksKey(provider) && !owner.equals(provider)) {
            throw new IllegalArgumentException("LLM_API_KEY is a key of " + owner + ", and DEFAULT_MODEL_PROVIDER is "
                    + provider + ", which has none: set " + provider.toUpperCase(Locale.ROOT)
                    + "_API_KEY, or DEFAULT_MODEL_PROVIDER=" + owner + ".");
        }
    }

    private boolean lacksKey(String whose) {
        return switch (whose) {
            case "anthropic" -> anthropic == null;
            case "openai" -> openai == null;
            case "google" -> google == null;
            default -> false;
        };
    }

    /** Whether the general key may be shown to each provider. */
    private boolean servesAll() {
        return general != null && address == null && owner(general).isEmpty();
    }

    /** Who has made the key, if that shows: it is nobody else's to see. */
    private static Optional<String> owner(ApiKey key) {
        return OWNERS.entrySet().stream()
                .filter(known -> key.value().startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Provider keyed(Provider each, @Nullable ApiKey key) {
        return key == null ? each : each.orKey(key);
    }

    /** The default provider, where it is and with the model that is set. */
    private Provider placed(Provider each) {
        var placed = address == null ? each : each.replacedBy(address);

        return model == null ? placed : placed.with(model);
    }

    private Optional<Provider> other() {
        if (address == null || (provider != null && !provider.equals(Provider.COMPATIBLE))) {
            return Optional.empty();
        }
        if (model == null) {
            throw new IllegalArgumentException("LLM_BASE_URL is set: name the model there with DEFAULT_MODEL.");
        }

        return Optional.of(keyed(Provider.compatible(address), general).with(model));
    }

    private Optional<String> standard() {
        if (provider != null) {
            return Optional.of(model == null || provider.equals("scripted") ? provider : provider + "/" + model);
        }
        if (address != null) {
            return anyKey() ? Optional.empty() : Optional.of(Provider.COMPATIBLE);
        }

        if (model == null && servesAll()) {
            return Optional.of(firstWithAKeyOfItsOwn().orElseGet(this::generalProvider));
        }

        return Optional.ofNullable(model);
    }

    private Optional<String> firstWithAKeyOfItsOwn() {
        return anthropic != null
                ? Optional.of("anthropic")
                : openai != null
                        ? Optional.of("openai")
                        : Optional.ofNullable(google).map(_ -> "google");
    }

    private boolean anyKey() {
        return anthropic != null || openai != null || google != null;
    }
}

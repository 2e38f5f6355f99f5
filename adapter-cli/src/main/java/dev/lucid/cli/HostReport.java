package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lucid.cli.render.Ink;
import dev.lucid.cli.render.Screen;
import dev.lucid.cli.render.Words;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.Integration;
import java.util.List;

/** Tells what there is at git hosts: to a person, or to a program as the HTTP routes of that name would. */
sealed interface HostReport {
    void connected(Integration integration);

    void disconnected(GitProvider provider);

    void integrations(List<Integration> all);

    void repositories(GitProvider provider, List<HostedRepository> all);

    static HostReport on(Screen screen, boolean json) {
        return json ? new Json(screen) : new Plain(screen);
    }

    /** Tables. */
    record Plain(Screen screen) implements HostReport {
        private static final int MOST_COLUMNS = 48;

        public Plain {
            requireNonNull(screen, "screen");
        }

        @Override
        public void connected(Integration integration) {
            screen.line(
                    Ink.GREEN,
                    "Connected as " + integration.username() + " at "
                            + integration.host().orElse(integration.provider().lower()) + ".");
        }

        @Override
        public void disconnected(GitProvider provider) {
            screen.line(Ink.PLAIN, "The token of " + provider.lower() + " is forgotten.");
        }

        @Override
        public void integrations(List<Integration> all) {
            if (all.isEmpty()) {
                screen.line(Ink.DIM, "No token is kept. Give one: ./lucid integrations add github");
            }
            table(all.stream()
                    .map(one -> List.of(
                            one.provider().lower(),
                            one.username(),
                            one.host().orElse(""),
                            one.createdAt().toString()))
                    .toList());
        }

        @Override
        public void repositories(GitProvider provider, List<HostedRepository> all) {
            if (all.isEmpty()) {
                screen.line(Ink.DIM, "The token shows no repository.");
            }
            table(all.stream()
                    .map(one -> List.of(
                            one.fullName(),
                            one.isPrivate() ? "private" : "public",
                            one.defaultBranch(),
                            one.cloneUrl()))
                    .toList());
        }

        /** Columns as wide as what is in them; the last one is never cut, as people copy it. */
        private void table(List<List<String>> rows) {
            for (var row : rows) {
                var last = row.size() - 1;
                for (var column = 0; column < last; column++) {
                    var width = width(rows, column);
                    var text = Words.line(row.get(column), width);
                    screen.print(column == 0 ? Ink.BOLD : Ink.PLAIN, text);
                    screen.print(Ink.PLAIN, " ".repeat(Math.max(0, width - text.length()) + 2));
                }
                screen.print(Ink.PLAIN, row.get(last).replaceAll("\\s", " ") + "\n");
            }
        }

        private static int width(List<List<String>> rows, int column) {
            return rows.stream()
                    .mapToInt(row -> Words.line(row.get(column), MOST_COLUMNS).length())
                    .max()
                    .orElse(0);
        }
    }

    /** One JSON object. */
    record Json(Screen screen) implements HostReport {
        public Json {
            requireNonNull(screen, "screen");
        }

        @Override
        public void connected(Integration integration) {
            tell(object().put("status", "connected")
                    .put("provider", integration.provider().lower())
                    .put("username", integration.username())
                    .put("connected", true));
        }

        @Override
        public void disconnected(GitProvider provider) {
            tell(object().put("status", "disconnected").put("provider", provider.lower()));
        }

        @Override
        public void integrations(List<Integration> all) {
            var reply = object();
            var rows = reply.putArray("integrations");
            for (var one : all) {
                rows.addObject()
                        .put("id", one.id().toString())
                        .put("provider", one.provider().lower())
                        .put("label", one.label())
                        .put("externalUsername", one.username())
                        .put("scopes", one.scopes())
                        .put("createdAt", one.createdAt().toString())
                        .put("connected", true);
            }
            tell(reply);
        }

        @Override
        public void repositories(GitProvider provider, List<HostedRepository> all) {
            var reply = object().put("provider", provider.lower());
            var rows = reply.putArray("repos");
            for (var one : all) {
                rows.addObject()
                        .put("name", one.name())
                        .put("fullName", one.fullName())
                        .put("url", one.url())
                        .put("cloneUrl", one.cloneUrl())
                        .put("defaultBranch", one.defaultBranch())
                        .put("private", one.isPrivate())
                        .put("description", one.description().orElse(null));
            }
            tell(reply.put("count", all.size()));
        }

        private void tell(ObjectNode reply) {
            screen.out().line(JsonLines.harmless(reply.toString()));
        }

        private static ObjectNode object() {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}

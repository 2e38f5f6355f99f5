package dev.lucid.postgres;

import dev.lucid.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a migrated database, one server for all of them, stopped after the last. */
public final class SharedDatabase implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmbeddedPostgres.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedDatabase.class))
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class)
                .postgres();
    }

    private record Running(Path data, EmbeddedPostgres postgres) implements AutoCloseable {
        static Running start() {
            try {
                var data = Files.createTempDirectory("lucid-test-");
                var postgres = EmbeddedPostgres.start(data, Path.of("target", "postgres-programs"));
                var migrations = new Migrations(postgres.owner());
                migrations.run();
                migrations.grantServer(postgres.server().password());
                return new Running(data, postgres);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            postgres.close();
            try (var files = Files.walk(data)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

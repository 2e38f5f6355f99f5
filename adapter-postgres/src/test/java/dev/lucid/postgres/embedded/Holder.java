package dev.lucid.postgres.embedded;

import dev.lucid.port.PortFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program that holds the database of a directory until it reads a line, or is killed. */
final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var postgres = EmbeddedPostgres.start(Path.of(arguments[0]), Path.of(arguments[1]))) {
            System.out.println("ready " + postgres.owner().jdbcUrl());
            in.readLine();
        } catch (PortFailure e) {
            System.out.println("refused " + e.getMessage());
        }
        System.out.println("left");
    }
}

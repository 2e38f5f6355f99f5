package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.Optional;

/** What a host answered, whole. */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record HostReply(int status, HttpHeaders headers, byte[] body) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    boolean isSuccess() {
        return status / 100 == 2;
    }

    boolean isRedirect() {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** A missing node if it is no JSON. */
    JsonNode json() {
        try {
            return MAPPER.readTree(body);
        } catch (IOException _) {
            return MissingNode.getInstance();
        }
    }

    String text() {
        return new String(body, UTF_8);
    }

    static byte[] written(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new IllegalStateException("A value of our own could not be written as JSON", e);
        }
    }
}

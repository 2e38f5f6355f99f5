package dev.lucid.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A provider's protocol, from the provider's side. */
interface Wire {
    /** The provider, asked at that server. */
    Provider provider(LoopbackServer server);

    /** The model that tests ask. */
    String model();

    /** The bytes of a reply, as text. */
    String stream(Said said);

    /** What is wrong with a request, as the provider would find; nothing if it is in order. */
    List<String> complaints(LoopbackServer.Asked asked, JsonNode body);

    /** The provider's error with that status. */
    Refused error(int status, String type, String message);

    /** The provider's error for a prompt that is too long. */
    Refused tooLong();

    /** An error in the middle of a stream, if the provider has such; it has too much to do. */
    Optional<String> overloadedInStream();

    /** A request that was refused. */
    record Refused(int status, Map<String, String> headers, String body) {
        Refused with(String header, String value) {
            var more = new HashMap<>(headers);
            more.put(header, value);

            return new Refused(status, Map.copyOf(more), body);
        }
    }
}

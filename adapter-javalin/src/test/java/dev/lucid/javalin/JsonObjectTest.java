package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    @Test
    void fieldsComeInTheOrderTheyArePut() {
        assertThat(new JsonObject()
                        .put("b", "x")
                        .put("a", 1)
                        .put("c", true)
                        .putJson("d", "[]")
                        .end())
                .isEqualTo("{\"b\":\"x\",\"a\":1,\"c\":true,\"d\":[]}");
        assertThat(new JsonObject().end()).isEqualTo("{}");
    }

    @Test
    void whatJsonForbidsIsEscapedAndNothingElse() {
        assertThat(new JsonObject().put("a", "\"\\/\n\r\t\b\u0000é€😀").end())
                .isEqualTo("{\"a\":\"\\\"\\\\/\\n\\r\\t\\u0008\\u0000é€😀\"}");
    }

    @Test
    void halvesOfPairsSurviveTheWayThroughUtf8() {
        assertThat(new JsonObject().put("a", "x\ud83d").put("b", "\ude00y").end())
                .isEqualTo("{\"a\":\"x\\ud83d\",\"b\":\"\\ude00y\"}");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyTextComesBackAsItWas(long seed) throws JsonProcessingException {
        var random = new SplittableRandom(seed);
        var mapper = new JsonMapper();
        for (var i = 0; i < 5000; i++) {
            var text = text(random);
            assertThat(mapper.readTree(new JsonObject().put("t", text).end())
                            .path("t")
                            .textValue())
                    .isEqualTo(text);
        }
    }

    private static String text(SplittableRandom random) {
        var text = new StringBuilder();
        var length = random.nextInt(20);
        for (var i = 0; i < length; i++) {
            text.append((char)
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(0x30);
                        case 1 -> 0xd800 + random.nextInt(0x800);
                        case 2 -> random.nextInt(0x80);
                        default -> random.nextInt(0x1_0000);
                    });
        }
        return text.toString();
    }
}

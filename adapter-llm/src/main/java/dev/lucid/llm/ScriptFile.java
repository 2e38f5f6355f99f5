package dev.lucid.llm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A script as it is written down: {@code turns} are replies in their order; once they are used up, {@code answers} says
 * what is replied to what. With {@code fill}, names in double braces are replaced (see {@link Blanks}).
 */
record ScriptFile(boolean fill, List<Turn> turns, List<Answer> answers) {
    /** Which of a person's messages an answer is for. */
    enum Which {
        FIRST,
        LATER
    }

    /** One reply; {@code delay} is in milliseconds between two words. */
    record Turn(String thinking, String text, List<Call> calls, Usage usage, int delay) {
        Turn {
            calls = List.copyOf(calls);
        }
    }

    /** One tool call. */
    record Call(String tool, Map<String, Object> arguments) {
        Call {
            arguments = Map.copyOf(arguments);
        }
    }

    /** What the reply claims to have used, in tokens. */
    record Usage(long input, long cached, long output) {
        static final Usage NONE = new Usage(0, 0, 0);
    }

    /**
     * The replies to one message: {@code when} is found in it, it is the first or a later one, and all tools that the
     * answer {@code needs} are offered.
     */
    record Answer(Optional<Pattern> when, Optional<Which> message, List<String> needs, List<Turn> turns) {
        Answer {
            needs = List.copyOf(needs);
            turns = List.copyOf(turns);
        }
    }

    ScriptFile {
        turns = List.copyOf(turns);
        answers = List.copyOf(answers);
    }
}

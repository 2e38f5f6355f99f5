package dev.lucid.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What a provider's server is to say, in no provider's words. {@code seed} decides where texts are cut into deltas. */
record Said(List<Part> parts, long fresh, long cached, long stored, long output, Ending ending, long seed) {
    sealed interface Part {
        record Thought(String text, String signature) implements Part {}

        record Hidden(String data) implements Part {}

        record Text(String text) implements Part {}

        record Call(String name, String arguments) implements Part {}
    }

    enum Ending {
        DONE,
        OUT_OF_TOKENS,
        DECLINED
    }

    static Said of(Part... parts) {
        return new Said(List.of(parts), 100, 20, 0, 30, Ending.DONE, 1);
    }

    static Said text(String text) {
        return of(new Part.Text(text));
    }

    Said seeded(long other) {
        return new Said(parts, fresh, cached, stored, output, ending, other);
    }

    Said ending(Ending other) {
        return new Said(parts, fresh, cached, stored, output, other, seed);
    }

    Said using(long newFresh, long newCached, long newStored, long newOutput) {
        return new Said(parts, newFresh, newCached, newStored, newOutput, ending, seed);
    }

    /** The text in pieces as they may come, never within a character. */
    static List<String> cut(String text, RandomGenerator random) {
        var pieces = new ArrayList<String>();
        var characters = text.codePoints().toArray();
        for (var from = 0; from < characters.length; ) {
            var to = Math.min(characters.length, from + 1 + random.nextInt(6));
            pieces.add(new String(characters, from, to - from));
            from = to;
        }

        return pieces;
    }
}

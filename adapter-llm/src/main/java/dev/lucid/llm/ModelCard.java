package dev.lucid.llm;

import dev.lucid.domain.model.Cost;

/**
 * What is known of a model: how many tokens prompt and reply may have together ({@code window}), how many a reply may have
 * ({@code reply}), and its price.
 */
record ModelCard(int window, int reply, Price price) {
    /** What a call costs. */
    sealed interface Price {
        Cost of(Tokens tokens);
    }

    /** Nobody knows, or nobody wrote it down here. */
    record Unpriced() implements Price {
        @Override
        public Cost of(Tokens tokens) {
            return new Cost.Unknown();
        }
    }

    /** The prices, and other ones for prompts of more than {@code limit} tokens. */
    record Tiered(long limit, Rates upTo, Rates above) implements Price {
        @Override
        public Cost of(Tokens tokens) {
            var prompt = tokens.fresh() + tokens.cached() + tokens.stored();

            return (prompt > limit ? above : upTo).of(tokens);
        }
    }

    /** US dollars a million tokens, which is millionths of a dollar a token. */
    record Rates(double fresh, double cached, double stored, double output) implements Price {
        @Override
        public Cost of(Tokens tokens) {
            return new Cost.Known(Math.round(tokens.fresh() * fresh
                    + tokens.cached() * cached
                    + tokens.stored() * stored
                    + tokens.output() * output));
        }

        /** The same with the prompt and the reply dearer by these factors. */
        Rates times(double prompt, double reply) {
            return new Rates(fresh * prompt, cached * prompt, stored * prompt, output * reply);
        }
    }
}

package dev.lucid.llm;

import dev.lucid.domain.model.Prompt;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.ModelListener;
import dev.lucid.port.model.ModelOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model whose replies are written down as well. A recording that can't go on is logged and harms no reply. */
final class RecordedModel implements LanguageModel {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedModel.class);

    private final LanguageModel model;
    private final Recording recording;

    RecordedModel(LanguageModel model, Recording recording) {
        this.model = model;
        this.recording = recording;
    }

    @Override
    public ModelOutcome ask(Prompt prompt, ModelListener listener, StopSignal stop) {
        var outcome = model.ask(prompt, listener, stop);
        // A prompt without tools asks for a summary of the chat, which is no part of it.
        if (outcome instanceof ModelOutcome.Replied(var reply)
                && !prompt.tools().isEmpty()) {
            try {
                recording.add(reply);
            } catch (PortFailure e) {
                LOG.warn(e.getMessage(), e);
            }
        }

        return outcome;
    }
}

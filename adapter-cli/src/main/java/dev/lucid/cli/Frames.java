package dev.lucid.cli;

import dev.lucid.port.chat.Sight;
import java.util.List;

/** Puts what one watcher sees into the frames of the WebSocket {@code /api/v1/ws}, each a line of JSON. For one thread. */
public interface Frames {
    /** The frames that come before all others. */
    List<String> opening();

    /** The frames for the next thing seen; may be none. */
    List<String> of(Sight sight);
}

package seeded.port;

import java.nio.file.Path;
import seeded.domain.Fact;

/** Breaks: ports leak no medium. */
public interface KnowsAFile {
    Path path(Fact fact);
}

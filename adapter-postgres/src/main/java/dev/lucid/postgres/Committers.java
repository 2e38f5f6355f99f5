package dev.lucid.postgres;

import dev.lucid.domain.chat.ChatId;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Two committers, each with its half of the chats: while one's rows are forced to the disk, the other's are made ready.
 * One chat always goes to the same, so its order holds. Safe for many threads.
 */
final class Committers implements AutoCloseable {
    /** More would gain nothing: commits that send a notice wait for each other in the database. */
    private static final int COUNT = 2;

    private final List<GroupCommitter> committers;

    private Committers(List<GroupCommitter> committers) {
        this.committers = committers;
    }

    static Committers start(Settling settling) {
        return new Committers(IntStream.range(0, COUNT)
                .mapToObj(number -> GroupCommitter.start("lucid-log-committer-" + number, settling))
                .toList());
    }

    /** Waits until the job is settled; {@code doing} completes "PostgreSQL failed while …". */
    <T> T settle(Job job, Future<T> answer, String doing) {
        return committerOf(job.chat()).settle(job, answer, doing);
    }

    private GroupCommitter committerOf(ChatId chat) {
        return committers.get(Math.floorMod(chat.hashCode(), COUNT));
    }

    /** Stores what waits, as far as the database lets it soon, and takes nothing more. */
    @Override
    public void close() {
        committers.forEach(GroupCommitter::end);
        committers.forEach(GroupCommitter::close);
    }
}

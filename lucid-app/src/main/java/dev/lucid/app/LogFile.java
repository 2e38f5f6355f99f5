package dev.lucid.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TriggeringPolicyBase;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A log that begins anew when it has become too long, and keeps the last few before it: all together have a bound. Nobody
 * else may read what is logged, whoever may enter the folder. Where several processes write one log, each does so by itself,
 * and one that lives long may go on for a while in a file that another has put away.
 */
final class LogFile extends RollingFileAppender<ILoggingEvent> {
    static final long LONGEST = 10L << 20;
    static final int EARLIER = 4;

    LogFile(LoggerContext context, Path file) {
        setContext(context);
        setFile(file.toString());
        setAppend(true);
        var window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(this);
        window.setFileNamePattern(file + ".%i");
        window.setMinIndex(1);
        window.setMaxIndex(EARLIER);
        window.start();
        setRollingPolicy(window);
        var size = new TooLong();
        size.setContext(context);
        size.start();
        setTriggeringPolicy(size);
    }

    @Override
    public void openFile(String name) throws IOException {
        keepPrivate(Path.of(name));
        super.openFile(name);
    }

    private static void keepPrivate(Path file) throws IOException {
        var ownersOnly = PosixFilePermissions.fromString("rw-------");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(ownersOnly));
        } catch (FileAlreadyExistsException _) {
            Files.setPosixFilePermissions(file, ownersOnly);
        }
    }

    /** Looks before each line. */
    private static final class TooLong extends TriggeringPolicyBase<ILoggingEvent> {
        @Override
        public boolean isTriggeringEvent(File active, ILoggingEvent event) {
            return active.length() > LONGEST;
        }
    }
}

package dev.lucid.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go: to {@code lucid.log} in the data directory, and from a server also to standard error. Standard output
 * is for what commands have to say. Configured by code, which costs a start nothing; until {@link #to} is called lines go
 * nowhere.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{0}:%replace( [%X{chat}]){' \\[\\]', ''} %msg%n%ex{full}";
    private static final String BRIEF = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%ex{short}";
    private static final String ATTENTION = "%nlucid: %msg%n";
    private static final long LONGEST = 10L << 20;

    /** Called by Logback itself. */
    public Logging() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger("dev.lucid").setLevel(Level.INFO);
        // What keeps a server from starting is said by the command.
        context.getLogger("io.javalin.Javalin").setLevel(Level.OFF);
        // The JDK reports every end of the process there.
        context.getLogger("java.lang.Runtime").setLevel(Level.OFF);

        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * Opens the log of the configured data directory; {@code aloud} repeats it, briefly, on standard error. What a person
     * should hear of goes there in any case. No line holds a configured secret.
     */
    static void to(LucidConfig config, boolean aloud) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setTarget("System.err");
        if (aloud) {
            begin(context, Logger.ROOT_LOGGER_NAME, console, lines(config, BRIEF));
        } else {
            begin(context, "dev.lucid.attention", console, pattern(ATTENTION));
        }
        try {
            var data = config.data();
            PrivateFolder.make(data);
            var file = data.resolve("lucid.log");
            turnOver(file);
            keepPrivate(file);
            var appender = new FileAppender<ILoggingEvent>();
            appender.setFile(file.toString());
            appender.setAppend(true);
            begin(context, Logger.ROOT_LOGGER_NAME, appender, lines(config, PATTERN));
        } catch (IOException | PortFailure _) {
            // Whoever needs the directory for more than a log will say what is wrong with it.
        }
    }

    private static void turnOver(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) > LONGEST) {
            Files.move(file, file.resolveSibling("lucid.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Nobody else may read what is logged, whoever may enter the folder. */
    private static void keepPrivate(Path file) throws IOException {
        var ownersOnly = PosixFilePermissions.fromString("rw-------");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(ownersOnly));
        } catch (FileAlreadyExistsException _) {
            Files.setPosixFilePermissions(file, ownersOnly);
        }
    }

    private static Encoder<ILoggingEvent> lines(LucidConfig config, String pattern) {
        return new MaskedLogLines(config.logsJson() ? new JsonLogLines() : pattern(pattern), config.secrets());
    }

    private static Encoder<ILoggingEvent> pattern(String pattern) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        encoder.setPattern(pattern);
        encoder.start();

        return encoder;
    }

    private static void begin(
            LoggerContext context,
            String logger,
            OutputStreamAppender<ILoggingEvent> appender,
            Encoder<ILoggingEvent> encoder) {
        encoder.setContext(context);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        context.getLogger(logger).addAppender(appender);
    }
}

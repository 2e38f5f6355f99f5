package dev.lucid.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.lucid.port.PortFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go: to {@code lucid.log} in the data directory, and from a server also to standard error. Standard output
 * is for what commands have to say. Configured by code, which costs a start nothing; until {@link #to} is called lines go
 * nowhere.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{0}:%replace( [%X{chat}]){' \\[\\]', ''}"
                    + "%replace( [request %X{request}]){' \\[request \\]', ''} %msg%n%ex{full}";
    private static final String BRIEF = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%ex{short}";
    private static final String ATTENTION = "%nlucid: %msg%n";

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
            begin(context, Logger.ROOT_LOGGER_NAME, new LogFile(context, file), lines(config, PATTERN));
        } catch (PortFailure _) {
            // Whoever needs the directory for more than a log will say what is wrong with it.
        }
    }

    private static Encoder<ILoggingEvent> lines(LucidConfig config, String pattern) {
        var masking = new Masking(config.secrets());

        return config.logsJson() ? new JsonLogLines(masking) : new MaskedLogLines(pattern(pattern), masking);
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

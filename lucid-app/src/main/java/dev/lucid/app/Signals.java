package dev.lucid.app;

import dev.lucid.cli.Interrupts;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;

/**
 * Takes the system's signals over from the JVM, which would end at once. The JDK has this ability in a module that is no
 * part of Java; it is reached by name, so that nothing here needs it to be there.
 */
final class Signals {
    private Signals() {}

    static void deliverTo(Interrupts interrupts) {
        Map.<String, Runnable>of(
                        "INT", interrupts::interrupt, "TERM", interrupts::terminate, "HUP", interrupts::terminate)
                .forEach(Signals::on);
    }

    private static void on(String name, Runnable deed) {
        try {
            var signalType = Class.forName("sun.misc.Signal");
            var handlerType = Class.forName("sun.misc.SignalHandler");
            var handle = signalType.getMethod("handle", signalType, handlerType);
            var ignored = handlerType.getField("SIG_IGN").get(handlerType);
            var signal = signalType.getConstructor(String.class).newInstance(name);
            var handler = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (_, method, _) -> {
                        if (method.getName().equals("handle")) {
                            deed.run();
                        }
                        return method.getDefaultValue();
                    });
            if (Objects.equals(handle.invoke(handlerType, signal, handler), ignored)) {
                // Whoever started us wants it ignored, as nohup does.
                handle.invoke(handlerType, signal, ignored);
            }
        } catch (ReflectiveOperationException _) {
            // Not on this system, or kept by the JVM: then the JVM's own way must do.
        }
    }
}

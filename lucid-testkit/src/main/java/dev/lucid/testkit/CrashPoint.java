package dev.lucid.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Lets a process die at a chosen moment: before or after one of its calls to the ports it is given. Moments are counted
 * over all of these ports, two to a call, so trying 0, 1, 2 … until nothing dies any more tries every moment there is.
 * Once dead it stays dead: whatever is called next dies too, and nothing reaches the port. Safe for many threads.
 */
public final class CrashPoint {
    /** The process is gone. An error and no exception, so that no handling of failures can swallow it. */
    public static final class Died extends Error {
        private static final long serialVersionUID = 1;

        Died(String where) {
            super(where);
        }
    }

    private final int moment;
    private int passed;

    private CrashPoint(int moment) {
        this.moment = moment;
    }

    /** Dies at the moment with that number, counted from 0. */
    public static CrashPoint at(int moment) {
        return new CrashPoint(moment);
    }

    /** Whether it has died. */
    public synchronized boolean hasDied() {
        return passed > moment;
    }

    /** The same port in the process that will die; so are the ports that its methods give. */
    public <P> P in(Class<P> type, P port) {
        InvocationHandler dying = (_, method, arguments) -> {
            pass("before " + type.getSimpleName() + "." + method.getName());
            Object result;
            try {
                result = method.invoke(port, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            pass("after " + type.getSimpleName() + "." + method.getName());

            return wrapped(method.getReturnType(), result);
        };

        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, dying));
    }

    private <R> Object wrapped(Class<R> type, Object result) {
        var isPort =
                type.isInterface() && !type.isSealed() && type.getPackageName().startsWith("dev.lucid.port");

        return isPort ? in(type, type.cast(result)) : result;
    }

    private synchronized void pass(String where) {
        if (passed == moment) {
            passed++;
            throw new Died(where);
        }
        if (passed > moment) {
            throw new Died("dead already, " + where);
        }
        passed++;
    }
}

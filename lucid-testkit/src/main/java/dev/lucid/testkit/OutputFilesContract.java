package dev.lucid.testkit;

import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.tool.CallId;
import dev.lucid.port.workspace.OutputFiles;
import dev.lucid.port.workspace.SandboxSpec;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What all {@link OutputFiles} promise. Say what is under test, and how what is kept can be read; inherit the tests. */
public interface OutputFilesContract {
    /** The output files under test, always the same within a test. */
    OutputFiles outputs();

    /** What is kept of a call's output, once its file is closed; empty if there is none. */
    Optional<String> kept(SandboxSpec spec, CallId call);

    @Test
    default void outputIsKeptWholeAndInOrder() {
        var spec = newSession();
        var call = newCall();
        var line = "0123456789 ".repeat(1_000) + "\n";
        try (var file = outputs().open(spec, call)) {
            file.append("first \uD83D");
            file.append("\uDE00\n");
            IntStream.range(0, 300).forEach(_ -> file.append(line));
        }

        assertThat(kept(spec, call)).contains("first \uD83D\uDE00\n" + line.repeat(300));
    }

    @Test
    default void nothingIsKeptOfACallThatSaidNothing() {
        var spec = newSession();
        var call = newCall();
        outputs().open(spec, call).close();

        assertThat(kept(spec, call)).isEmpty();
    }

    @Test
    default void whoeverOpensACallsFileAgainBeginsAnew() {
        var spec = newSession();
        var call = newCall();
        keep(spec, call, "a first try, cut in the middle");
        keep(spec, call, "the second");

        assertThat(kept(spec, call)).contains("the second");
    }

    @Test
    default void eachCallOfEachSessionHasItsOwn() {
        var spec = newSession();
        var call = newCall();
        keep(spec, call, "one");
        keep(spec, newCall(), "another call's");
        keep(newSession(), call, "another session's");
        keep(new SandboxSpec(UserId.ofSubject("stranger"), spec.session()), call, "another user's");

        assertThat(kept(spec, call)).contains("one");
        assertThat(kept(spec, newCall())).isEmpty();
    }

    @Test
    default void whatIsKeptOfADiscardedSessionIsGone() {
        var spec = newSession();
        var other = newSession();
        var call = newCall();
        keep(spec, call, "one");
        keep(other, call, "another session's");

        outputs().discard(spec);
        outputs().discard(spec);

        assertThat(kept(spec, call)).isEmpty();
        assertThat(kept(other, call)).contains("another session's");
    }

    @Test
    default void manyCallsWriteAtOnce() throws Exception {
        var spec = newSession();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var written = IntStream.range(0, 20)
                    .mapToObj(_ -> newCall())
                    .map(call -> threads.submit(() -> {
                        keep(spec, call, call.toString().repeat(1_000));
                        return call;
                    }))
                    .toList();

            for (var call : written) {
                var text = call.get().toString().repeat(1_000);
                assertThat(kept(spec, call.get())).contains(text);
            }
        }
    }

    private void keep(SandboxSpec spec, CallId call, String text) {
        try (var file = outputs().open(spec, call)) {
            file.append(text);
        }
    }

    private static CallId newCall() {
        return new CallId(UUID.randomUUID());
    }
}

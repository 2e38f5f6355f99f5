package dev.lucid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.port.web.WebPages;
import dev.lucid.port.web.WebPages.Fetched;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What all {@link WebPages} promise. Say what is under test, and put up some pages; inherit the tests. */
public interface WebPagesContract {
    /** The pages under test, always the same within a test. */
    WebPages pages();

    /** Puts up a page of plain text that may be fetched; gives its address. */
    URI page(String text);

    /** An address where there is no page, on a host that may be asked. */
    URI nowhere();

    /** An address that leads to another one; empty if these pages know of no such thing. */
    Optional<URI> leadingTo(URI target);

    /** An address whose answer never comes; empty if these pages wait for nobody. */
    Optional<URI> silent();

    /** A page on a host that may not be asked. */
    URI forbidden();

    @Test
    default void pageComesAsItsText() {
        var address = page("Water the tomatoes.\n\nDaily, schön früh.");

        assertThat(fetch(address))
                .isEqualTo(new Fetched.Page(address, "Water the tomatoes.\n\nDaily, schön früh.", false));
    }

    @Test
    default void placeOnAPageIsThatPage() {
        var address = page("Water the tomatoes.");

        assertThat(fetch(URI.create(address + "#daily")))
                .isEqualTo(new Fetched.Page(address, "Water the tomatoes.", false));
    }

    @Test
    default void pageIsWholeOrSaysThatItIsCut() {
        var text = "x".repeat(4 << 20);

        assertThat(fetch(page(text))).isInstanceOfSatisfying(Fetched.Page.class, page -> {
            assertThat(text).startsWith(page.text());
            assertThat(page.text()).isNotEmpty();
            assertThat(page.truncated()).isEqualTo(page.text().length() < text.length());
        });
    }

    @Test
    default void wherePagesLeadOnTheLastOneCounts() {
        var address = page("here");
        leadingTo(address)
                .ifPresent(leading -> assertThat(fetch(leading)).isEqualTo(new Fetched.Page(address, "here", false)));
        leadingTo(forbidden()).ifPresent(this::assertRefused);
    }

    @Test
    default void whatIsNotThereIsRefused() {
        assertRefused(nowhere());
    }

    @Test
    default void whatMayNotBeAskedIsRefused() {
        assertRefused(forbidden());
    }

    @Test
    default void whatIsNoAddressOfAPageIsRefusedByName() {
        for (var address : List.of(
                "file:///etc/passwd",
                "ftp://example.org/",
                "mailto:somebody@example.org",
                "jar:file:/a!/b",
                "relative/path",
                "https:///path")) {
            assertThat(refusal(fetch(URI.create(address)))).contains(address);
        }
    }

    @Test
    default void stopThatWasRaisedBeforeFetchesNothing() {
        var stop = new RaisableStop();
        stop.raise();

        assertThat(refusal(pages().fetch(page("here"), stop))).contains("stopped");
    }

    @Test
    default void stopEndsAFetchThatWaits() throws Exception {
        var address = silent();
        if (address.isEmpty()) {
            return;
        }
        var stop = new RaisableStop();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var fetched = threads.submit(() -> pages().fetch(address.get(), stop));
            stop.raise();

            assertThat(refusal(fetched.get())).contains("stopped");
        }
    }

    private void assertRefused(URI address) {
        assertThat(refusal(fetch(address))).isNotBlank();
    }

    private Fetched fetch(URI address) {
        return pages().fetch(address, new RaisableStop());
    }

    private static String refusal(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Refused.class);

        return ((Fetched.Refused) fetched).message();
    }
}

package dev.lucid.memory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.port.web.WebPages;
import dev.lucid.testkit.WebPagesContract;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryWebPagesTest implements WebPagesContract {
    private final InMemoryWebPages memory = new InMemoryWebPages();

    @Override
    public WebPages pages() {
        return memory;
    }

    @Override
    public URI page(String text) {
        var address = URI.create("https://garden.example/tomatoes");
        memory.put(address, text);

        return address;
    }

    @Override
    public URI nowhere() {
        return URI.create("https://garden.example/nowhere");
    }

    @Override
    public Optional<URI> leadingTo(URI target) {
        return Optional.empty();
    }

    @Override
    public Optional<URI> silent() {
        return Optional.empty();
    }

    @Override
    public URI forbidden() {
        return URI.create("http://169.254.169.254/latest/meta-data/");
    }

    @Test
    void whatNoBrowserAsksForIsNotPutUp() {
        for (var address : new String[] {"file:///etc/passwd", "relative", "https://garden.example/#tomatoes"}) {
            assertThatThrownBy(() -> memory.put(URI.create(address), "text"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(address);
        }
    }
}

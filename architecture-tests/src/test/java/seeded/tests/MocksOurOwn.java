package seeded.tests;

import org.mockito.Mockito;
import seeded.port.BothSides;

/** Breaks: vendor types alone are mocked. */
class MocksOurOwn {
    Object mock() {
        return Mockito.mock(BothSides.class);
    }
}

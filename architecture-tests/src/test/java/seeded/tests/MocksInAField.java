package seeded.tests;

import org.mockito.Mock;

/** Breaks: mocks do not hide in fields. */
class MocksInAField {
    @Mock
    Object mock;
}

package seeded.port;

/** Breaks: ports are narrow. */
interface IsWide {
    void one();

    void two();

    void three();

    void four();

    void five();

    void six();

    void seven();

    void eight();
}

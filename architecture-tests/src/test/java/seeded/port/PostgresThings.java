package seeded.port;

/** Breaks: a port names no technology. */
interface PostgresThings {}

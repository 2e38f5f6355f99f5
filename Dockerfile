# Lucid's server as an image: `docker build -t lucid .`
#
# Where no registry answers, name images that are there already. One to build needs a JDK 25 and Maven; one to run needs
# Java 25, and either apt-get or the programs that are installed below:
#   docker build --build-arg BUILD_IMAGE=… --build-arg RUN_IMAGE=… .
ARG BUILD_IMAGE=maven:3-eclipse-temurin-25
ARG RUN_IMAGE=eclipse-temurin:25-jre

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
RUN mvn -B -q -Dquick -Dmaven.test.skip=true -pl lucid-app -am package

FROM ${RUN_IMAGE}
ARG LUCID_UID=1000

# bubblewrap confines agents' commands, git clones and pushes, perl is what agents' scripts find everywhere, curl asks
# whether the server is well.
RUN set -eu; \
    if ! { command -v bwrap && command -v git && command -v perl && command -v curl && command -v setsid; } >/dev/null; then \
        apt-get update -q; \
        DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
            bubblewrap ca-certificates curl git perl util-linux; \
        rm -rf /var/lib/apt/lists/*; \
    fi

# A plain user: PostgreSQL refuses to run as root, and nothing here needs more.
RUN set -eu; \
    taken=$(getent passwd "$LUCID_UID" | cut -d: -f1); \
    if [ -n "$taken" ]; then userdel -r "$taken" 2>/dev/null || userdel "$taken"; fi; \
    useradd --uid "$LUCID_UID" --create-home --shell /bin/sh lucid; \
    mkdir -p /app/data /app/storage /opt/lucid; \
    chown lucid: /app /app/data /app/storage /opt/lucid; \
    chmod 700 /app/data

COPY --chown=lucid --from=build /src/lucid-app/target/quick/dist/lib /opt/lucid/lib
COPY --chown=lucid build/flags build/train build/image /opt/lucid/build/

USER lucid
ENV LANG=C.UTF-8 \
    LUCID_DATA=/app/data \
    WORKSPACE_BASE_PATH=/app/storage

# An ahead-of-time cache halves the start, and fits only the Java that made it. Without one everything works.
RUN /opt/lucid/build/train "${JAVA_HOME:-/usr}" /opt/lucid >/tmp/train.log 2>&1 || { cat /tmp/train.log; rm -f /opt/lucid/lucid.aot*; }

# Events, repositories, keys and logs. Workspaces lie in /app/storage.
VOLUME /app/data
WORKDIR /app
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["curl", "-fsS", "-o", "/dev/null", "http://localhost:8000/health"]

# Time for turns, sandboxes and the database to end; see `docker stop --time` and stop_grace_period.
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/lucid/build/image"]
# Listening beyond loopback is refused as long as nothing says whose requests are let in: see docs/supabase.md.
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]

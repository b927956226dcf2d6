# The broker with our configuration in it, so that it does not depend on the permissions of a file in the clone.
FROM nats:2.15-alpine
COPY --chmod=0644 docker/nats/nats-server.conf docker/nats/compose.conf /etc/nats/
RUN mkdir -p /data && chown 1000:1000 /data
USER 1000:1000
# The passwords are made by the first container of Compose; the shell hands them over and is gone.
ENTRYPOINT ["/bin/sh", "-c", "set -a; . /secrets/nats-server/environment; exec nats-server --config /etc/nats/compose.conf"]

# Every service of Compose is this image with another command.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# As natively: no install script runs (decision 0005 of the launcher says why this is not `npm ci`).
RUN --mount=type=cache,target=/root/.npm npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error
COPY . .
RUN node services/launcher/src/prepare/build.ts

FROM node:24-bookworm-slim
WORKDIR /app
# For git-snapshot. It runs nothing but git's own commands.
RUN apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/*
# A new named volume takes over the owner of the directory that it is mounted on: so no container has to run as root.
RUN for directory in /data /read-models /gateway /secrets \
      /secrets/nats-server /secrets/provisioner /secrets/runner /secrets/pty-host /secrets/pricing /secrets/budget \
      /secrets/git-snapshot /secrets/projector /secrets/gateway /secrets/observer; \
    do install -d -o node -g node -m 0755 "$directory"; done; \
    # Written by whoever the repositories belong to, who is in the group `node` there; read by the gateway.
    install -d -o node -g node -m 2770 /snapshots
COPY package.json ./
# The bundles hold every package but those with binaries; of these, containers use the database only.
COPY --from=build /app/node_modules/better-sqlite3 ./node_modules/better-sqlite3
COPY --from=build /app/dist ./dist
ENV NODE_ENV=production
USER node

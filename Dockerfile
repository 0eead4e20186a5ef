# Only what runs in production: a bundle, without sources, packages, development tools, or a package manager.
# The digest is that of node:24.20.0-bookworm-slim. A newer one: docker buildx imagetools inspect node:24-slim
FROM node:24.20.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY LICENSE ./
COPY bot bot
COPY cards cards
COPY scripts scripts
RUN node scripts/bundle/index.ts && chown node:node dist
# As the user that runs it: Node looks for compiled code under the ID of its user.
USER 1000:1000
RUN node scripts/bundle/fill-cache.ts && chmod -R a+rX dist/compile-cache

FROM node:24.20.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6
RUN rm -rf /opt/yarn-* /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg
WORKDIR /app
COPY --from=build /app/dist dist
RUN mkdir data && chown node:node data
# The ID instead of the name: Kubernetes can then see that it isn't root.
USER 1000:1000
ENV NODE_ENV=production HOST=0.0.0.0
EXPOSE 3978
VOLUME /app/data
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3978) + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Exits within 20 s of SIGTERM.
CMD ["node", "dist/bot.mjs"]

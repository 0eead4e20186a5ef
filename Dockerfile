# Only what the program needs at run time: no development tools, tests, or emulator.
FROM node:24-slim AS parts
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM node:24-slim
WORKDIR /app
COPY --from=parts /app/node_modules node_modules
COPY package.json LICENSE ./
COPY bot bot
COPY cards cards
COPY scripts/verify-audit.ts scripts/migrate-sqlite-to-postgres.ts scripts/roll-back.ts scripts/
RUN mkdir data && chown node:node data
USER node
ENV NODE_ENV=production HOST=0.0.0.0
EXPOSE 3978
VOLUME /app/data
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3978) + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Exits within 20 s of SIGTERM.
CMD ["node", "bot/index.ts"]

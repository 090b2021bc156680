# CTI Relay. Build: docker build -t cti-relay .   Run: see compose.yml
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The desktop's runtime and keychain have no place on a server.
ENV ELECTRON_SKIP_BINARY_DOWNLOAD=1
RUN npm ci --ignore-scripts
COPY tsconfig.json vite.config.ts ./
COPY resources/icons ./resources/icons
COPY resources/tray ./resources/tray
COPY src ./src
RUN node node_modules/vite/bin/vite.js build --app

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# better-sqlite3 brings its binary inside its package, so no script has to run.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data LOG_DIR=/logs
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist/relay ./dist/relay
COPY --from=build /app/dist/renderer ./dist/renderer
COPY package.json LICENSE ./
RUN mkdir /data /logs && chown node:node /data /logs
USER node
VOLUME ["/data", "/logs"]
EXPOSE 3000
# /health and not /health/ready: a PBX that is down is no reason to restart the relay. With TLS it speaks https.
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "process.env.NODE_TLS_REJECT_UNAUTHORIZED='0';fetch((process.env.TLS_CERT?'https':'http')+'://127.0.0.1:'+process.env.PORT+'/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
ENTRYPOINT ["node", "--enable-source-maps", "dist/relay/index.js"]

# AIRClass Recorder without a window, for school servers: docs/server.md.
#
#   docker build -t airclass-recorder .
#
# Both base images can be pinned by digest: `--build-arg BASE=docker.io/library/debian@sha256:…` (docs/server.md,
# "Pinned base images"). Debian's release is fixed by the names of its libraries below.
ARG BASE=docker.io/library/debian:bookworm-slim
ARG NODE_BASE=docker.io/library/node:24-bookworm-slim

# ffmpeg from Debian's own source package, with its security patches. Debian's binary package brings a desktop's worth
# of libraries (an image of 908 MB); here it is built with what a recorder reads and writes: resources/image/ffmpeg-parts.txt.
FROM ${BASE} AS ffmpeg
ARG DEBIAN_FRONTEND=noninteractive
RUN sed -i 's/^Types: deb$/Types: deb deb-src/' /etc/apt/sources.list.d/debian.sources \
 && apt-get update -q \
 && apt-get install -y -q --no-install-recommends dpkg-dev gcc libc6-dev libdav1d-dev libgnutls28-dev \
      libsrt-gnutls-dev libx264-dev make nasm pkg-config zlib1g-dev
WORKDIR /source
RUN apt-get source -q --download-only ffmpeg && dpkg-source --extract ffmpeg_*.dsc /build
WORKDIR /build
COPY resources/image/ffmpeg-parts.txt /source/
RUN revision=$(dpkg-parsechangelog --show-field Version | sed 's/^[0-9]*://; s/^[^-]*-//') \
 && parts=$(sed -n 's/, */,/g; s/^\([a-z]*\): */--enable-\1=/p' /source/ffmpeg-parts.txt) \
 && ./configure --prefix=/usr/local --extra-version="$revision" --disable-autodetect --disable-debug --disable-doc \
      --disable-ffplay --disable-ffprobe --enable-gpl --enable-gnutls --enable-libdav1d --enable-libsrt \
      --enable-libx264 --enable-zlib --disable-decoders --disable-encoders --disable-demuxers --disable-muxers \
      --disable-filters --disable-devices $parts > configured \
 && ! grep 'did not match anything' configured
RUN make -j"$(nproc)" ffmpeg && strip ffmpeg
RUN dpkg-parsechangelog --show-field Version > version \
 && mkdir /licence \
 && cp COPYING.GPLv2 debian/copyright configured /licence/ \
 && sed -n 's/^FFMPEG_CONFIGURATION=/Built from the source package of Debian with: /p' ffbuild/config.mak > /licence/README

# What the GPL asks to be handed out beside the image: `docker build --target ffmpeg-source --output DIR .`
FROM scratch AS ffmpeg-source
COPY --from=ffmpeg /source/ /

FROM ${NODE_BASE} AS node-base

# A fifth of Node's program is symbols for debugging it.
FROM ffmpeg AS node
COPY --from=node-base /usr/local/bin/node /usr/local/LICENSE /node/
RUN strip /node/node

FROM ${BASE} AS runtime
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update -q \
 && apt-get upgrade -y -q \
 && apt-get install -y -q --no-install-recommends ca-certificates libdav1d6 libgnutls30 libsrt1.5-gnutls libstdc++6 \
      libx264-164 tini zlib1g \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/* /var/log/* /usr/share/man/* /usr/share/locale/* \
 && find /usr/share/doc -type f ! -name copyright -delete \
 && groupadd --system --gid 10001 recorder \
 && useradd --system --uid 10001 --gid recorder --home-dir /data --no-create-home --shell /usr/sbin/nologin recorder \
 && install -d -o recorder -g recorder -m 0750 /data
COPY --from=ffmpeg /build/ffmpeg /usr/local/bin/ffmpeg
COPY --from=ffmpeg /licence/ /usr/share/doc/ffmpeg-recorder/
COPY --from=node /node/node /usr/local/bin/node
COPY --from=node /node/LICENSE /usr/share/doc/node/copyright

FROM node-base AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY tools tools
# No scripts of packages: what they would download is not used here.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build
RUN npm sbom --omit=dev --sbom-format=cyclonedx > /tmp/packages.cdx.json \
 && npm prune --omit=dev --ignore-scripts \
 && node scripts/server-modules.mjs node_modules

FROM runtime AS sbom
COPY --from=ffmpeg /build/version /tmp/ffmpeg-version
COPY --from=build /tmp/packages.cdx.json /app/dist/renderer/licences.json /tmp/
COPY package.json models/manifest.json scripts/server-sbom.mjs /tmp/
RUN node /tmp/server-sbom.mjs /tmp > /sbom.cdx.json

FROM runtime
COPY --from=sbom /sbom.cdx.json /usr/share/doc/airclass-recorder/sbom.cdx.json
COPY --from=build /app/node_modules /app/node_modules
COPY --from=build /app/dist /app/dist
COPY package.json resources/image/healthcheck.mjs /app/
COPY models/manifest.json /app/models/manifest.json
LABEL org.opencontainers.image.title="AIRClass Recorder" \
      org.opencontainers.image.description="Records classroom streams, keeps and serves the lessons" \
      org.opencontainers.image.documentation="docs/server.md"
# MALLOC_ARENA_MAX: glibc keeps a heap for nearly every thread otherwise, which is 20 MB after twenty school days.
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=2 \
    HOME=/data \
    AIRCLASS_HOST=0.0.0.0 \
    AIRCLASS_PORT=8765 \
    AIRCLASS_DATA_DIR=/data \
    AIRCLASS_FFMPEG=/usr/local/bin/ffmpeg
WORKDIR /app
# The number, so that Kubernetes can see that it is not root.
USER 10001:10001
VOLUME /data
EXPOSE 8765
# Recordings are finished first; give it time: `docker stop --time 120`.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 CMD ["node", "/app/healthcheck.mjs"]
ENTRYPOINT ["tini", "--", "node", "/app/dist/main/headless.js"]
# Not the base image's shell; what follows the image's name are the recorder's own options.
CMD []

#!/usr/bin/env bash
# A real Trino over the local cloud's Glue and S3.
#   trino.sh check                  says what is missing to run it, with exit code 2
#   trino.sh start ENDPOINT PORT    fetches Trino (Maven, 0.8 GB, once), starts it on 127.0.0.1:PORT, waits until it answers
#   trino.sh stop
# Catalogs: awsdatacatalog (Hive and Iceberg tables) and iceberg. State: ${TRINO_DIR:-$HOME/.cache/trino-check}.
set -euo pipefail
version=476
dir=${TRINO_DIR:-$HOME/.cache/trino-check}
server=$dir/trino-server-$version
etc=$dir/etc

fail() { echo "$*" >&2; exit 2; }

# Trino 476 needs Java 24: https://trino.io/docs/476/installation/deployment.html
java_home() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if [ -x "$home/bin/java" ] && "$home/bin/java" -version 2>&1 | grep -Eq 'version "(2[4-9]|[3-9][0-9])'; then
      echo "$home"
      return
    fi
  done
}

check() {
  [ -n "$(java_home)" ] || fail 'no JDK 24 or later'
  [ -x "$server/bin/launcher" ] || command -v mvn >/dev/null || fail 'no mvn to fetch Trino with'
}

fetch() {
  [ -x "$server/bin/launcher" ] && return
  mkdir -p "$dir"
  JAVA_HOME=$(java_home) mvn -q dependency:get "-Dartifact=io.trino:trino-server:$version:tar.gz" -Dtransitive=false >&2
  tar xzf "$HOME/.m2/repository/io/trino/trino-server/$version/trino-server-$version.tar.gz" -C "$dir"
  mv "$server/plugin" "$server/plugin-all"
  mkdir "$server/plugin"
  for plugin in hive iceberg geospatial exchange-filesystem; do mv "$server/plugin-all/$plugin" "$server/plugin/"; done
  rm -rf "$server/plugin-all"
}

catalog() { # NAME, lines of its own on standard input
  { cat; cat <<END; } >"$etc/catalog/$1.properties"
hive.metastore.glue.region=eu-west-1
hive.metastore.glue.endpoint-url=$endpoint
hive.metastore.glue.aws-access-key=test
hive.metastore.glue.aws-secret-key=test
fs.native-s3.enabled=true
s3.endpoint=$endpoint
s3.region=eu-west-1
s3.path-style-access=true
s3.aws-access-key=test
s3.aws-secret-key=test
END
}

configure() {
  rm -rf "$etc"
  mkdir -p "$etc/catalog" "$dir/data"
  cat >"$etc/node.properties" <<END
node.environment=check
node.id=check
node.data-dir=$dir/data
node.bind-ip=127.0.0.1
node.internal-address=127.0.0.1
END
  cat >"$etc/jvm.config" <<END
-server
-Xmx4G
-XX:+ExitOnOutOfMemoryError
-Djdk.attach.allowAttachSelf=true
--enable-native-access=ALL-UNNAMED
--sun-misc-unsafe-memory-access=allow
-Duser.timezone=UTC
END
  cat >"$etc/config.properties" <<END
coordinator=true
node-scheduler.include-coordinator=true
http-server.http.port=$port
discovery.uri=http://127.0.0.1:$port
query.max-memory=2GB
END
  printf 'io.trino=WARN\norg.apache.iceberg=WARN\n' >"$etc/log.properties"
  catalog awsdatacatalog <<END
connector.name=hive
hive.metastore=glue
hive.iceberg-catalog-name=iceberg
hive.non-managed-table-writes-enabled=true
hive.security=allow-all
END
  catalog iceberg <<END
connector.name=iceberg
iceberg.catalog.type=glue
iceberg.hive-catalog-name=awsdatacatalog
iceberg.security=allow-all
END
}

start() {
  check
  fetch
  configure
  export JAVA_HOME
  JAVA_HOME=$(java_home)
  # A server that is gone before it has said a word was seen once, under load: what there is of it is told, and it is started once more
  launch || { told_of 'Trino did not come up, and is started once more'; launch; } || { told_of 'Trino did not come up'; exit 2; }
}

# What a start that failed has left
told_of() { # what happened
  echo "$1. Of this machine's memory $(awk '/^MemAvailable/ { print int($2 / 1024) }' /proc/meminfo 2>/dev/null) MB are free. $dir/launcher.log, then $dir/server.log:" >&2
  tail -n 15 "$dir/launcher.log" >&2 || true
  tail -n 40 "$dir/server.log" >&2 || true
}

launch() {
  # Of this start alone
  rm -f "$dir/launcher.log" "$dir/server.log"
  PATH=$JAVA_HOME/bin:$PATH "$server/bin/launcher" start --etc-dir "$etc" --pid-file "$dir/pid" \
    --launcher-log-file "$dir/launcher.log" --server-log-file "$dir/server.log" >/dev/null
  for _ in $(seq 1 180); do
    curl -s "http://127.0.0.1:$port/v1/info" | grep -q '"starting":false' && return
    kill -0 "$(cat "$dir/pid")" 2>/dev/null || return 1
    sleep 1
  done
  stop
  return 1
}

stop() {
  [ -f "$dir/pid" ] || return 0
  pid=$(cat "$dir/pid")
  # Later another process may have its number.
  rm -f "$dir/pid"
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 1 30); do kill -0 "$pid" 2>/dev/null || return 0; sleep 1; done
  kill -9 "$pid"
}

case "${1:-}" in
check) check ;;
start) endpoint=${2:?endpoint}; port=${3:?port}; start ;;
stop) stop ;;
*) sed -n '2,6p' "$0"; exit 2 ;;
esac

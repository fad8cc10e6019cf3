#!/usr/bin/env bash
# A private PostgreSQL for one run of the tests.
#   pg.sh start DIR   makes a cluster in DIR (an existing, empty, private directory) and prints its URL
#   pg.sh stop DIR    ends it and removes DIR
# Runs side by side each have their own directory and port. fsync stays on: the crash tests mean it.
set -euo pipefail

bin=$(dirname "$(ls -v /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -n 1 || true)")
[ -x "$bin/initdb" ] || bin=$(dirname "$(readlink -f "$(command -v initdb || echo /nowhere/initdb)")")
[ -x "$bin/initdb" ] || { echo "pg.sh: no PostgreSQL server programs here (scripts/need.sh postgres installs them)" >&2; exit 1; }

# PostgreSQL refuses to run as root, so root lends it another user's name.
user=$(id -un)
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  user=nobody
  if id postgres >/dev/null 2>&1; then user=postgres; fi
  as() { setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups env HOME="$dir" "$@"; }
fi

start() {
  [ "$(id -u)" != 0 ] || chown "$user" "$dir"
  cd "$dir"
  as "$bin/initdb" -D "$dir/data" -U shuangze -A trust --locale=C.UTF-8 -E UTF8 </dev/null >"$dir/initdb.log" 2>&1 ||
    { cat "$dir/initdb.log" >&2; return 1; }
  # The port is free when PostgreSQL gets it: no looking first, which another run could overtake.
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    if as "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -w -t 60 \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200" \
      start </dev/null >"$dir/start.log" 2>&1; then
      as "$bin/createdb" -h 127.0.0.1 -p "$port" -U shuangze shuangze </dev/null >&2
      echo "postgres://shuangze@127.0.0.1:$port/shuangze?sslmode=disable"
      return
    fi
    grep -q 'could not bind' "$dir/data/server.log" || break
  done
  cat "$dir/start.log" "$dir/data/server.log" >&2
  return 1
}

stop() {
  cd /
  [ ! -e "$dir/data/postmaster.pid" ] || as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop </dev/null >/dev/null 2>&1 || true
  rm -rf "$dir"
}

[ $# = 2 ] && [ -d "$2" ] || { echo "usage: pg.sh start|stop DIR" >&2; exit 2; }
dir=$(cd "$2" && pwd)
case $1 in
  start) start ;;
  stop) stop ;;
  *) echo "usage: pg.sh start|stop DIR" >&2; exit 2 ;;
esac

#!/usr/bin/env bash
# Everything: form, both databases, journeys in a browser, walls, words, access. Ends with go test's own lines.
# Logs, and screenshots of what failed, are left in artefacts/ (SHUANGZE_PICTURES=first: of one page of each shape).
set -euo pipefail
cd "$(dirname "$0")/.."

# Concurrency under the race detector, only where two can meet. The C of SQLite is compiled without it: it would be some ten
# times slower, and what is ours meets outside it. Not so the packages around it: what they instantiate of sync would
# be taken for everybody's, and races be seen where there are none.
RACE_PACKAGES='./internal/store ./internal/tick ./internal/paper/face'
RACE_TESTS='Concurrent|Race'
# Tests that may skip here although everything is installed, as a regular expression on their names. None today.
MAY_SKIP='^$'

# Vet, build, tests and the programs that tests build are compiled in one way, that of the program as it is delivered: a second
# way is compiled anew, minutes on a new machine.
export CGO_ENABLED=0 GOFLAGS="${GOFLAGS:-} -trimpath $(tr '\n' ' ' <scripts/cold)"

# Folders of tests and PostgreSQL's data stand in memory where there is room for them (8 GB, of 12 GB of memory that are free) and
# programs may run there: tests kill processes and not the machine, so that what a crash means is the same.
memory=
if [ -z "${TMPDIR:-}" ] && [ "$(stat -f -c %T /dev/shm 2>/dev/null)" = tmpfs ] &&
  [ "$(df -k --output=avail /dev/shm | tail -n 1)" -ge 8388608 ] &&
  [ "$(awk '/^MemAvailable/ {print $2}' /proc/meminfo)" -ge 12582912 ] && memory=$(mktemp -d /dev/shm/shuangze.XXXXXX); then
  chmod 711 "$memory" # PostgreSQL may run as another user
  printf '#!/bin/sh\n' >"$memory/runs" && chmod +x "$memory/runs"
  if "$memory/runs" 2>/dev/null; then export TMPDIR=$memory; else rm -rf "$memory" && memory=; fi
fi
trap '[ -z "$memory" ] || rm -rf "$memory"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

rm -rf artefacts
mkdir -p artefacts/screens
began=$SECONDS
step() { printf '\n== %s (%d s)\n' "$1" $((SECONDS - began)); }

step 'what the tests need'
bash scripts/need.sh

step 'form, vet, generated templates'
bash scripts/tidy.sh

step 'build'
go build -buildvcs=false ./...

step 'a private PostgreSQL'
cluster=$(mktemp -d "${TMPDIR:-/tmp}/shuangze-pg.XXXXXX")
trap 'bash scripts/pg.sh stop "$cluster"; [ -z "$memory" ] || rm -rf "$memory"' EXIT
SHUANGZE_TEST_POSTGRES=$(bash scripts/pg.sh start "$cluster")
SHUANGZE_CHROMIUM=${SHUANGZE_CHROMIUM:-$(command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome)}
SHUANGZE_ARTEFACTS=$PWD/artefacts
export SHUANGZE_TEST_POSTGRES SHUANGZE_CHROMIUM SHUANGZE_ARTEFACTS
export SHUANGZE_REQUIRE=postgres,chromium,node,python,poppler,libreoffice # what must not be skipped

failed=0
# run NAME go-test-arguments: the whole story into artefacts/NAME.log, the packages' lines and what failed onto the screen.
run() {
  local name=$1 log=artefacts/$1.log
  shift
  step "go test $*"
  # All of it has been vetted above.
  if ! go test -v -vet=off -count=1 "$@" >"$log" 2>&1 </dev/null; then
    failed=1
    # What each failed test said, wherever between the others' lines it stands.
    awk '/^=== (RUN|CONT|NAME|PAUSE) /{name=$3; next}
      /^ *--- (PASS|SKIP|FAIL): /{name=$3; if ($2=="FAIL:") print said[name] $0; delete said[name]; next}
      {said[name]=said[name] $0 "\n"}' "$log" | tail -n 400
    grep -nE '^(panic:|fatal error:|# |.*\[(build|setup) failed\]|WARNING: DATA RACE|signal:)' "$log" | head -n 40 || true
    echo "the whole log: $log"
  fi
}

race=()
for package in $RACE_PACKAGES; do
  if ls "$package"/*_test.go >/dev/null 2>&1; then race+=("$package"); fi
done
[ ${#race[@]} = 0 ] || CGO_ENABLED=1 run race -race -gcflags=modernc.org/sqlite/lib=-race=false -timeout 10m -run "$RACE_TESTS" "${race[@]}"
# The longest first, so that the two processors end together; two packages at a time, since some measure others' waiting.
run tests -p 2 -parallel 3 -timeout 40m ./internal/app ./e2e ./internal/store ./cmd/... ./internal/...

skipped=$(grep -hE '^ *--- SKIP' artefacts/*.log | sed -E 's/^ *--- SKIP: ([^ ]+).*/\1/' | grep -vE "$MAY_SKIP" || true)

# Go's own lines, one per package, last.
step 'summary'
grep -hE '^[0-9]+ (passed|failed)' artefacts/*.log || true
if [ -n "$skipped" ]; then
  failed=1
  printf 'skipped, though this run must not skip them:\n%s\n' "$skipped"
fi
for name in race tests; do
  # -run matches nothing in some packages of the race run; those say so and are no news.
  [ ! -e artefacts/$name.log ] || grep -E $'^(ok  \t|FAIL\t|FAIL$)' artefacts/$name.log | grep -v 'no tests to run' || true
done
if [ $failed != 0 ]; then
  echo FAIL
  exit 1
fi

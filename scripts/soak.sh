#!/usr/bin/env bash
# The long versions: fifty kills instead of five, every fuzz target for SHUANGZE_FUZZ (default 10m each).
# Tests read SHUANGZE_SOAK=1 and go on longer; they never skip for its absence.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p artefacts
bash scripts/need.sh
cluster=$(mktemp -d "${TMPDIR:-/tmp}/shuangze-pg.XXXXXX")
trap 'bash scripts/pg.sh stop "$cluster"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
SHUANGZE_TEST_POSTGRES=$(bash scripts/pg.sh start "$cluster")
export SHUANGZE_TEST_POSTGRES SHUANGZE_REQUIRE=postgres SHUANGZE_SOAK=1

go test -count=1 -timeout 6h -v -run 'Crash|Soak|Concurrent|Killed|Tampering|Drill|Broken|ManyRows|Heavy|ByRoles|Canaries|Walls|DoNotGrow|CommandExports|CommandLine|Unfit|AtOnce|LookingChanges' ./cmd/... ./internal/... 2>&1 | tee artefacts/soak.log | grep -E '^(ok|FAIL|--- |panic)'

# Journeys, all in the browser, those without JavaScript too.
SHUANGZE_CHROMIUM=${SHUANGZE_CHROMIUM:-$(command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome)}
SHUANGZE_ARTEFACTS=$PWD/artefacts
export SHUANGZE_CHROMIUM SHUANGZE_ARTEFACTS
go test -count=1 -timeout 2h -v ./e2e 2>&1 | tee artefacts/journeys.log | grep -E '^(ok|FAIL|--- |panic)'

go list -f '{{.Dir}}' ./internal/... | while read -r dir; do
  { grep -ohE '^func Fuzz[A-Za-z0-9_]*' "$dir"/*_test.go 2>/dev/null || true; } | sed 's/func //' | while read -r target; do
    echo "== $target in ${dir#"$PWD"/}"
    (cd "$dir" && go test -run '^$' -fuzz "^$target\$" -fuzztime "${SHUANGZE_FUZZ:-10m}" . </dev/null)
  done
done

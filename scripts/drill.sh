#!/usr/bin/env bash
# The drill, told step by step on both engines: data is copied, edited by hand in many ways, and each edit must be found. Then the
# command line: edits, restore, another past, and what only a checkpoint kept elsewhere shows.
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/need.sh postgres node
cluster=$(mktemp -d "${TMPDIR:-/tmp}/shuangze-pg.XXXXXX")
trap 'bash scripts/pg.sh stop "$cluster"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
SHUANGZE_TEST_POSTGRES=$(bash scripts/pg.sh start "$cluster")
export SHUANGZE_TEST_POSTGRES SHUANGZE_REQUIRE=postgres,node
go test -count=1 -v -run 'Drill|CommandLine' ./internal/app

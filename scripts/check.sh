#!/usr/bin/env bash
# The quick loop, under a minute when warm: form, vet, templates, staticcheck, and the short tests on SQLite alone.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p artefacts
bash scripts/tidy.sh
# All its checks but those of style. Some seconds when warm; the first time on a machine it reads the standard library too.
go tool staticcheck ./...
unset SHUANGZE_TEST_POSTGRES SHUANGZE_REQUIRE
# The walls read the whole tree, which go test's cache does not watch.
go test -count=1 ./internal/arch
go test -short ./cmd/... $(go list ./internal/... | grep -v '/internal/arch$')

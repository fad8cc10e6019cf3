#!/usr/bin/env bash
# What needs no test to be seen wrong: form, vet, and templates whose Go was not generated again.
set -euo pipefail
cd "$(dirname "$0")/.."

listed() { git ls-files -z --cached --others --exclude-standard -- "$1" | xargs -0 -r ls -d 2>/dev/null || true; }

bad=$(listed '*.go' | xargs -r gofmt -l)
[ -z "$bad" ] || { printf 'not gofmt-ed (make fmt):\n%s\n' "$bad" >&2; exit 1; }

# Compared before and after, not against the last commit: right in a working tree as in a clean clone.
digests() { listed '*_templ.go' | sort | xargs -r cksum; }
before=$(digests)
go tool templ generate >/dev/null 2>artefacts/templ.log || { cat artefacts/templ.log >&2; exit 1; }
after=$(digests)
[ "$before" = "$after" ] || {
  echo 'generated templates were not up to date; they are now, commit them:' >&2
  diff <(echo "$before") <(echo "$after") | awk '/^[<>]/ {print "  " $4}' | sort -u >&2
  exit 1
}

go vet ./...

#!/usr/bin/env bash
# What a county installs: static, stripped binaries for four kinds of server, in dist/ with their sums and the licences of what is in them.
#   release.sh           all of them, from a clean tree; checks what it made
#   release.sh --prove   and builds amd64 again, from a clone elsewhere with an empty build cache: the same bytes, or it fails
# The bytes depend on the commit and on Go's version (go version -m tells it) and on nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
targets='amd64 arm64 loong64 riscv64'

[ $# = 0 ] || [ "$*" = --prove ] || { echo 'usage: release.sh [--prove]' >&2; exit 2; }
dirt=$(git status --porcelain)
[ -z "$dirt" ] || { printf 'release.sh: commit these first, a release is made of a commit:\n%s\n' "$dirt" >&2; exit 1; }
commit=$(git rev-parse HEAD)
version=$(git describe --always --abbrev=12 --match 'v[0-9]*')

# build ARCH FILE: nothing of this machine's settings reaches the compiler.
build() {
  env GOOS=linux GOARCH="$1" CGO_ENABLED=0 GOFLAGS= GOEXPERIMENT= GOWORK=off GOAMD64=v1 GOARM64=v8.0 GORISCV64=rva20u64 \
    go build -buildvcs=false -trimpath $(cat scripts/cold) \
      -ldflags "-s -w -X main.version=$version" -o "$2" ./cmd/shuangze
}

rm -rf dist
mkdir dist
for arch in $targets; do
  echo "linux/$arch"
  build "$arch" "dist/shuangze-$version-linux-$arch"
done

# The libraries ask that their licences go with the binary.
{
  printf 'Shuangze 双责\n\n'
  cat LICENSE
  printf '\nGo, its standard library and runtime\n\n'
  cat "$(go env GOROOT)/LICENSE"
  for arch in $targets; do
    GOOS=linux GOARCH=$arch CGO_ENABLED=0 go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' ./cmd/shuangze
  done | LC_ALL=C sort -u | while read -r name at dir; do
    texts=$(find "$dir" -maxdepth 1 -type f \( -iname 'licen[sc]e*' -o -iname 'copying*' -o -iname 'notice*' \) | LC_ALL=C sort)
    [ -n "$texts" ] || { echo "release.sh: $name has no licence" >&2; exit 1; }
    printf '\n%s %s\n\n' "$name" "$at"
    echo "$texts" | xargs -d '\n' cat
  done
  for text in internal/paper/face/data/OFL-*.txt; do
    printf '\nTypefaces of documents: %s\n\n' "$(basename "$text" .txt)"
    cat "$text"
  done
} >dist/LICENSES.txt

sums=$(cd dist && LC_ALL=C sha256sum -- *)
echo "$sums" >dist/SHA256SUMS

# What was made is what was meant.
(cd dist && sha256sum --check --strict --quiet SHA256SUMS)
for arch in $targets; do
  file=dist/shuangze-$version-linux-$arch
  says=$(go version -m "$file")
  for want in "GOARCH=$arch" GOOS=linux CGO_ENABLED=0 -trimpath=true; do
    grep -q -- "$want" <<<"$says" || { echo "release.sh: $file is not $want" >&2; exit 1; }
  done
  ! grep -aqF -- "$root/" "$file" || { echo "release.sh: $file names a folder of this machine" >&2; exit 1; }
done
size=$(stat -c %s "dist/shuangze-$version-linux-amd64")
[ "$size" -le 60000000 ] || { echo "release.sh: for amd64 it has $size bytes, more than 60 MB" >&2; exit 1; }
own=dist/shuangze-$version-linux-$(go env GOHOSTARCH)
[ ! -x "$own" ] || [ "$(go env GOHOSTOS)" != linux ] || "$own" version | grep -F "shuangze $version,"

if [ "${1:-}" = --prove ]; then
  away=$(mktemp -d "${TMPDIR:-/tmp}/shuangze-release.XXXXXX")
  trap 'rm -rf "$away"' EXIT
  git clone -q --no-hardlinks . "$away/clone"
  git -C "$away/clone" -c advice.detachedHead=false checkout -q "$commit"
  (cd "$away/clone" && GOCACHE="$away/cache" build amd64 "$away/again")
  cmp "$away/again" "dist/shuangze-$version-linux-amd64"
  echo 'amd64 again, elsewhere: the same bytes'
fi
cat dist/SHA256SUMS

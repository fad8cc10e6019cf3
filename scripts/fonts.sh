#!/usr/bin/env bash
# Makes the bundled typefaces of official documents anew: internal/paper/face/data, the same bytes each time.
# It needs Debian's packages and npm; it is run by hand when a source or a set of characters changes, never by a build.
set -euo pipefail
cd "$(dirname "$0")/.."
out=internal/paper/face/data
serif=@expo-google-fonts/noto-serif-sc@0.4.3
sans=@expo-google-fonts/noto-sans-sc@0.4.3
wenkai=1.250+repack-1 # of Debian: another one has other bytes

root=()
if [ "$(id -u)" != 0 ]; then root=(sudo); fi
packages=(fonts-lxgw-wenkai python3-fonttools python3-brotli unicode-data)
dpkg -s "${packages[@]}" npm >/dev/null 2>&1 || {
  command -v npm >/dev/null || packages+=(npm)
  ${root[@]+"${root[@]}"} apt-get -qq update
  ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${packages[@]}" >/dev/null
}
has=$(dpkg-query -W -f '${Version}' fonts-lxgw-wenkai)
[ "$has" = "$wenkai" ] || echo "fonts.sh: fonts-lxgw-wenkai is $has here, $wenkai was used before: the bytes will differ" >&2

work=$(mktemp -d "${TMPDIR:-/tmp}/shuangze-fonts.XXXXXX")
trap 'rm -rf "$work"' EXIT
for name in "$serif" "$sans"; do
  pack=$(cd "$work" && npm pack --silent "$name" | tail -n 1)
  mkdir -p "$work/${pack%%-0.*}"
  tar -xzf "$work/$pack" -C "$work/${pack%%-0.*}" --strip-components=1
done

mkdir -p "$out"
go build -o "$work/cut" ./internal/paper/face/outline/cut
/usr/bin/python3 scripts/fonts.py "$work" "$out" "$work/cut" # Debian's own, which has the packages

ls -l "$out"

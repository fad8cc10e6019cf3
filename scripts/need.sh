#!/usr/bin/env bash
# Installs what the tests need and this machine lacks, and nothing else: need.sh [make gcc postgres chromium fonts node python poppler office]
# Idempotent; with everything present it asks apt nothing.
set -euo pipefail

has() { command -v "$1" >/dev/null 2>&1; }

missing() { # name → the Debian packages, when missing
  case $1 in
    make)     has make || echo make ;;
    gcc)      { has gcc && [ -e /usr/include/stdlib.h ]; } || echo gcc libc6-dev ;; # go test -race links through cgo
    postgres) has initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || echo postgresql ;;
    chromium) has chromium-headless-shell || browser ;;
    fonts)    { has fc-list && [ -n "$(fc-list :lang=zh-cn family)" ]; } || echo fontconfig fonts-noto-cjk ;;
    node)     has node || echo nodejs ;; # the second verifier of the journal
    python)   has python3 || echo python3 ;; # counts a vote again by the script of docs/guides/tellers.md
    poppler)  { has pdftotext && has pdffonts && has pdftoppm && has pdfsig; } || echo poppler-utils ;; # reads PDFs back
    office)   has soffice || echo libreoffice-writer-nogui ;; # opens documents for word processors
    *)        echo "need.sh: no such need: $1" >&2; return 2 ;;
  esac
}

# The browser without windows, where the lists of packages have it: the same engine for two thirds of the work. Else any.
browser() {
  if apt-cache show chromium-headless-shell >/dev/null 2>&1; then echo chromium-headless-shell; return; fi
  has chromium || has chromium-browser || has google-chrome || echo chromium
}

[ $# -gt 0 ] || set -- gcc postgres chromium fonts node python poppler office
gather() {
  packages=()
  for name; do
    found=$(missing "$name") || exit 2
    # shellcheck disable=SC2206 # a list of package names
    [ -z "$found" ] || packages+=($found)
  done
}
gather "$@"
[ ${#packages[@]} -gt 0 ] || exit 0

root=()
if [ "$(id -u)" != 0 ]; then root=(sudo); fi
if ! has apt-get || { [ ${#root[@]} -gt 0 ] && ! has sudo; }; then
  echo "The tests need software that is missing here. Please install it (Debian names): ${packages[*]}" >&2
  exit 1
fi

echo "installing: ${packages[*]}"
apt() {
  ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq "$@" </dev/null
}
install() { apt install -y --no-install-recommends "${packages[@]}" >/dev/null; }

if ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 && install; then exit 0; fi
apt update
gather "$@" # the new lists may have more
install || {
  # An interrupted earlier run leaves half-configured packages behind.
  ${root[@]+"${root[@]}"} dpkg --configure -a </dev/null
  apt install -f -y --no-install-recommends
  install
}

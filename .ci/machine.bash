# What ./run and ./test share: telling what is done and how long it took, installing what is
# missing, building the styles and scripts of the pages. Sourced, never run; works from a bare
# Debian 12 that has only Rust and Node, and wants nothing but bash, coreutils and util-linux.

started=$SECONDS
child=

say() { printf '[%d:%02d] %s\n' $(((SECONDS - started) / 60)) $(((SECONDS - started) % 60)) "$*"; }
fail() { say "$*" >&2; exit 1; }

# Runs a long command so that Ctrl-C and SIGTERM are acted on at once and not when it ends.
waiting() {
  "$@" &
  child=$!
  local code=0
  wait "$child" || code=$?
  child=
  return "$code"
}

# step "what it does" command...: says so, runs it, and says how it went.
step() {
  local what=$1 from=$SECONDS code=0
  shift
  say "$what ..."
  waiting "$@" || code=$?
  if [ "$code" = 0 ]; then say "$what: done in $((SECONDS - from)) s"; else say "$what: failed (exit code $code)" >&2; fi
  return "$code"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "This needs root or sudo: $*"
  fi
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Debian packages, skipping those that are there. While they install, no service may start:
# the tests bring their own PostgreSQL, and a demo wants none.
install_packages() {
  local missing=() package
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "Install what these Debian packages hold, then try again: ${missing[*]}"
  step "Installing ${missing[*]} from Debian" apt_install "${missing[@]}"
}

apt_install() {
  local log policy=/usr/sbin/policy-rc.d made= code=0
  log=$(mktemp)
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy" && made=yes
  fi
  { as_root apt-get update -q &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"; } >"$log" 2>&1 || code=$?
  [ -z "$made" ] || as_root rm -f "$policy"
  [ "$code" = 0 ] || tail -n 30 "$log" >&2
  rm -f "$log"
  return "$code"
}

# Rust and Node are the two things that must be there already.
need_rust_and_node() {
  if ! command -v cargo >/dev/null && [ -f "$HOME/.cargo/env" ]; then . "$HOME/.cargo/env"; fi
  command -v cargo >/dev/null || fail "Rust is missing: install it from https://rustup.rs (1.95 or newer)."
  command -v npm >/dev/null || fail "Node is missing: install Node 20 or newer with npm from https://nodejs.org."
}

# The crates need a C compiler and its headers for the embedded SQLite, and nothing else.
install_compiler() {
  if ! command -v cc >/dev/null || [ ! -e /usr/include/stdio.h ]; then install_packages gcc libc6-dev; fi
}

# The pages' styles and scripts, which the binary embeds.
build_assets() {
  if [ ! -e assets/node_modules/.package-lock.json ] ||
    [ assets/package-lock.json -nt assets/node_modules/.package-lock.json ]; then
    step "Fetching the design systems and the fonts of letters" npm --prefix assets ci --no-audit --no-fund --loglevel=error || return
  fi
  # Left alone when nothing changed, so that the crates which embed them need no new build.
  if [ ! -e assets/dist/manifest.json ] || [ ! -d assets/fonts ] ||
    [ -n "$(find assets/src assets/build.mjs assets/package-lock.json -newer assets/dist/manifest.json)" ]; then
    step "Building styles, scripts and fonts" node assets/build.mjs
  fi
}

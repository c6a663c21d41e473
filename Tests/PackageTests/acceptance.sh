#!/bin/bash
# The DEP-8 tests of debian/tests in a fresh chroot.
set -euo pipefail
package=$1
work=$2
here=$(dirname "$(realpath "$0")")
# shellcheck source=Tests/PackageTests/base.sh
source "$here/base.sh"

accept() {
    local root=$1 source=$work/source
    # Only what the tests are read from: the whole tree would be copied into the root.
    rm -rf "$source" "$work/autopkgtest"
    mkdir -p "$source"
    cp -a "$here/../../debian" "$source/debian"
    in_root "$root" apt-get -qq update
    # The chroot has a /proc that goes with this namespace.
    # shellcheck disable=SC2016
    unshare --mount -- sh -c 'mount -t proc proc "$1/proc" && shift && exec "$@"' - "$root" \
        autopkgtest --no-built-binaries --output-dir "$work/autopkgtest" "$package" "$source" -- chroot "$root"
}

with_root acceptance accept
cat "$work/autopkgtest/summary"

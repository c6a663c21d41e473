#!/bin/bash
# Tests the built package in fresh chroots of Debian: run.sh PACKAGE.deb WORK-FOLDER
#
# As root. The network is used for packages of the distribution only, by the sources of this machine. The base system
# is made once and kept in the work folder; remove the folder to begin anew.
set -euo pipefail
cd "$(dirname "$0")/../.."

package=$(realpath "${1:?the package}")
work=${2:?a folder to work in}
here=Tests/PackageTests
(( EUID == 0 )) || { echo "chroots are made as root" >&2; exit 1; }
mkdir -p "$work"
work=$(realpath "$work")

# shellcheck source=Tests/PackageTests/base.sh
source "$here/base.sh"

failed=()
step() {
    local name=$1
    shift
    echo "== $name"
    if "$@" > "$work/$name.log" 2>&1; then
        tail -n 3 "$work/$name.log" | sed 's/^/   /'
    else
        failed+=("$name")
        tail -n 60 "$work/$name.log"
        echo "== $name FAILED, $work/$name.log has it all"
    fi
}

# Without --show-overrides, with which --fail-on counts what is overridden too.
step lint lintian -EvIL +pedantic --fail-on error,warning,info "$package"
step binary "$here/binary.sh" "$package" "$work"
make_base "$work/base.tar"
step life "$here/life.sh" "$package" "$work"
step service "$here/service.sh" "$package" "$work"
step acceptance "$here/acceptance.sh" "$package" "$work"

if (( ${#failed[@]} )); then
    echo "== package: failed: ${failed[*]}"
    exit 1
fi
echo "== package: passed"

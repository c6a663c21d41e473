#!/bin/bash
# What the program in the package is made of: hardened, and looking for its libraries nowhere of its own.
set -euo pipefail
package=$1
folder=$(mktemp -d "$2/binary.XXXXXX")
trap 'rm -r "$folder"' EXIT
dpkg-deb --extract "$package" "$folder"
program=$folder/usr/bin/debvouch

has() { grep -qE "$2" <<< "$(readelf --wide "$1" "$program")" || { echo "missing: $2"; exit 1; }; }
lacks() { if grep -E "$2" <<< "$(readelf --wide "$1" "$program")"; then echo "not wanted: $2"; exit 1; fi; }

has --file-header 'Type: +DYN'
has --program-headers 'GNU_RELRO'
has --program-headers 'GNU_STACK .* RW '
has --dynamic '(BIND_NOW|FLAGS.*NOW)'
has --dyn-syms '__stack_chk_fail'
lacks --dynamic 'RPATH|RUNPATH|TEXTREL'
lacks --sections '\.(debug_|symtab)'
hardening-check --nofortify --nocfprotection "$program"

# Each library is Debian's, and comes with a dependency.
readelf --wide --dynamic "$program" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | sort | tr '\n' ' '
echo
dpkg-deb --field "$package" Depends Recommends Installed-Size

# Nothing of the place where it was built.
if grep --text --quiet --fixed-strings "$PWD" "$program"; then echo "the program holds the path $PWD"; exit 1; fi
# Every file is root's, and none lets others write.
dpkg-deb --contents "$package" | awk '$2 != "root/root" || $1 ~ /^.....w|^........w|s/ { print; bad = 1 } END { exit bad }'
echo "size of the program: $(stat --format=%s "$program")"

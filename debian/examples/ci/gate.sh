#!/bin/sh
# A gate for any CI: gate.sh ROOT ARCHIVES. Findings fail it; what could not be proven is said and let pass.
set -u
root=${1:?the root file system to audit}
archives=${2:?the folder with the archives that it was made from}

debvouch audit --root "$root" --archives "$archives" --fail-on high \
    --report text json=debvouch.json html=debvouch.html junit=debvouch.xml
status=$?

case $status in
    0) echo "gate: everything is vouched for" ;;
    2) echo "gate: passed, but not everything could be proven; see debvouch.html" ;;
    1 | 3) echo "gate: refused, see debvouch.html"; exit 1 ;;
    *) echo "gate: the audit could not be made (status $status)"; exit "$status" ;;
esac

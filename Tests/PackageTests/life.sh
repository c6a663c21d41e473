#!/bin/bash
# The life of the package on one system: installed, configured, run, upgraded and purged. The tree is compared before
# and after, name by name.
set -euo pipefail
package=$1
work=$2
here=$(dirname "$(realpath "$0")")
# shellcheck source=Tests/PackageTests/base.sh
source "$here/base.sh"

say() { echo "-- $*"; }

# Every name with its kind, mode, owner and content, but for what any installation changes.
tree() {
    local skipped=() place
    for place in proc sys dev run tmp etc/ld.so.cache var/log var/cache/{apt,debconf,ldconfig,man} \
        var/lib/{apt,dpkg,systemd}; do
        skipped+=(-path "./$place" -o)
    done
    (
        cd "$1"
        find . -xdev \( "${skipped[@]}" -false \) -prune -o -printf '%y %m %U %G %l %p\n'
        find . -xdev \( "${skipped[@]}" -false \) -prune -o -type f -print0 | xargs --null sha256sum
    ) | sort
}

# The same package under a higher version, as an upgrade would bring it.
newer() {
    local folder=$work/newer
    rm -rf "$folder"
    dpkg-deb --raw-extract "$package" "$folder"
    sed -i 's/^Version: .*/&+next1/' "$folder/DEBIAN/control"
    echo '# A line that the next version adds.' >> "$folder/etc/debvouch/debvouch.conf"
    (cd "$folder" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort -z | xargs -0 md5sum \
        | grep -v ' etc/' > DEBIAN/md5sums)
    dpkg-deb --root-owner-group --build "$folder" "$work/newer.deb" > /dev/null
    rm -rf "$folder"
}

life() {
    local root=$1 status needed conf=etc/debvouch/debvouch.conf
    in_root "$root" apt-get -qq update
    cp "$package" "$root/root/debvouch.deb"

    say "dependencies first, so that only the package itself differs"
    needed=$(in_root "$root" apt-get --simulate install /root/debvouch.deb | sed -n 's/^Inst \([^ ]*\).*/\1/p' \
        | grep -vx debvouch | tr '\n' ' ')
    # shellcheck disable=SC2086
    in_root "$root" apt-get -qq install -y $needed gpgv
    tree "$root" > "$work/before"

    say "install"
    in_root "$root" apt-get -qq install -y /root/debvouch.deb
    tree "$root" > "$work/installed"
    if diff "$work/before" "$work/installed" | grep '^<'; then echo "installing took something away"; return 1; fi
    { diff "$work/before" "$work/installed" || true; } | sed -n 's/^> //p' | awk '{ print $NF }' | sed 's,^\./,,' | sort -u > "$work/new"
    # /lib is a link into /usr.
    in_root "$root" dpkg -L debvouch | sed 's,^/,,; s,^lib/,usr/lib/,' | sort > "$work/listed"
    if grep -vxFf "$work/listed" "$work/new"; then echo "a file appeared that dpkg does not list"; return 1; fi

    say "purge at once leaves what was there before"
    in_root "$root" apt-get -qq purge -y debvouch
    tree "$root" | diff "$work/before" -

    say "install again, configure, run"
    in_root "$root" dpkg --install /root/debvouch.deb
    echo '# The administrator was here.' >> "$root/$conf"
    echo '# So he was here.' > "$root/etc/debvouch/conf.d/site.conf"
    answers "$root" debvouch audit --report json=/root/report.json
    answers "$root" debvouch check
    answers "$root" debvouch status
    [[ $(stat --format='%a %U' "$root/var/lib/debvouch") == '700 root' ]]

    say "without /proc it says so, and never that nothing was found"
    status=0
    chroot "$root" debvouch audit > "$work/output" 2>&1 || status=$?
    (( status == 69 ))

    say "upgrade keeps the configuration"
    newer
    cp "$work/newer.deb" "$root/root/newer.deb"
    in_root "$root" dpkg --install --force-confold /root/newer.deb
    grep -q 'administrator was here' "$root/$conf"
    grep -q 'So he was here' "$root/etc/debvouch/conf.d/site.conf"
    [[ -f $root/$conf.dpkg-dist ]]
    answers "$root" debvouch audit --report json=/root/report.json

    say "removal keeps the configuration, purge does not"
    in_root "$root" dpkg --remove debvouch
    [[ -f $root/$conf && ! -e $root/usr/bin/debvouch ]]
    rm "$root/etc/debvouch/conf.d/site.conf"
    in_root "$root" dpkg --purge debvouch
    rm -f "$root/root/report.json"
    # Reports and fetched archives are evidence: they stay, and README.Debian says so.
    rm -rf "$root/var/lib/debvouch" "$root/var/cache/debvouch"
    rm "$root/root/newer.deb"
    tree "$root" | diff "$work/before" -
    say "nothing is left"
}

# The command gives one of the documented answers.
answers() {
    local root=$1 status=0
    shift
    in_root "$root" "$@" > "$work/output" 2>&1 || status=$?
    (( status <= 3 )) || { echo "$*: status $status"; cat "$work/output"; return 1; }
    say "$*: status $status"
}

with_root life life

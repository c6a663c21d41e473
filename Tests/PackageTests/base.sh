# Sourced: base systems and chroots for the tests of the package.

# The files below /etc/apt of this machine that name the suite.
sources_of() {
    local suite=$1 file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
        [[ -f $file ]] && grep -qE "^(deb |Suites:).*\\b$suite( |\$)" "$file" && echo "$file"
    done
    return 0
}

# make_base FILE: a base system with apt, as a tar file, from this machine's own sources.
make_base() {
    local file=$1 sources
    [[ -e $file ]] && return
    mapfile -t sources < <(sources_of bookworm)
    (( ${#sources[@]} )) || { echo "no file below /etc/apt names the suite bookworm" >&2; return 1; }
    echo "== base system"
    mmdebstrap --quiet --variant=apt --skip=cleanup/apt bookworm "$file.new.tar" "${sources[@]}"
    mv "$file.new.tar" "$file"
}

# with_root NAME FUNCTION: calls the function with the path of a new root, and removes the root.
with_root() {
    local root=$work/root-$1 status=0
    shift
    [[ -e $root ]] && remove_root "$root"
    mkdir "$root"
    tar --extract --file "$work/base.tar" --numeric-owner --xattrs --xattrs-include='*' -C "$root"
    # Not behind ||, where the shell would go on after an error.
    set +e
    (set -e; "$@" "$root")
    status=$?
    set -e
    remove_root "$root"
    return "$status"
}

# Never across a mount: what a test left mounted must not be emptied.
remove_root() {
    if grep -q " $1/" /proc/self/mounts; then
        echo "something is still mounted below $1" >&2
        return 1
    fi
    rm --recursive --force --one-file-system "$1"
}

# in_root ROOT COMMAND..: as a package manager would run it there, with /proc, with no question asked and nothing left
# mounted.
in_root() {
    local root=$1
    shift
    # shellcheck disable=SC2016
    unshare --mount -- sh -c 'root=$1; shift; mount -t proc proc "$root/proc" && exec chroot "$root" "$@"' - "$root" \
        env --ignore-environment PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/root \
        DEBIAN_FRONTEND=noninteractive SWIFT_BACKTRACE=enable=no "$@"
}

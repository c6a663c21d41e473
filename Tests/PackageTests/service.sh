#!/bin/bash
# The services on a booted system, in a container of systemd-nspawn: what the sandbox lets them do, and what it does
# not. The probe runs inside and leaves its verdict in a file.
set -euo pipefail
package=$1
work=$2
here=$(dirname "$(realpath "$0")")
# shellcheck source=Tests/PackageTests/base.sh
source "$here/base.sh"

boot() {
    local root=$1
    in_root "$root" apt-get -qq update
    cp "$package" "$root/root/debvouch.deb"
    in_root "$root" apt-get -qq install -y --no-install-recommends systemd systemd-sysv dbus gpgv python3 /root/debvouch.deb
    install --mode 755 "$here/probe.sh" "$root/root/probe.sh"
    cat > "$root/etc/systemd/system/probe.service" <<'UNIT'
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/bin/bash -c '/root/probe.sh > /root/probe.log 2>&1; echo $? > /root/probe.status'
ExecStopPost=/bin/systemctl --no-block poweroff
[Install]
WantedBy=multi-user.target
UNIT
    in_root "$root" systemctl --quiet enable probe.service
    in_root "$root" systemctl --quiet mask systemd-networkd-wait-online.service
    # No container manager runs here to register with.
    timeout 900 systemd-nspawn --quiet --directory "$root" --register=no --keep-unit --boot --console=pipe \
        < /dev/null > "$work/console.log" 2>&1 || true
    cat "$root/root/probe.log"
    [[ "$(cat "$root/root/probe.status")" == 0 ]]
}

with_root service boot

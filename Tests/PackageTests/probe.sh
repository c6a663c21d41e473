#!/bin/bash
# Runs inside the booted container of service.sh.
set -euo pipefail

say() { echo "-- $*"; }
result() { systemctl show --property=Result --value "$1"; }
status() { systemctl show --property=ExecMainStatus --value "$1"; }

expect() {
    local service=$1 wanted=$2
    systemctl reset-failed "$service" 2> /dev/null || true
    systemctl start "$service" || true
    say "$service: $(result "$service"), exit status $(status "$service")"
    [[ "$(status "$service")" =~ ^($wanted)$ ]] || {
        journalctl --no-pager --unit "$service" | tail -n 40
        return 1
    }
}

say "installed and off"
[[ "$(systemctl is-enabled debvouch-check.timer || true)" == disabled ]]
[[ "$(systemctl is-active debvouch-check.timer || true)" == inactive ]]

say "a fresh system passes"
expect debvouch-check.service 0
[[ "$(stat --format='%a %U' /var/lib/debvouch)" == '700 root' ]]
debvouch status
[[ -n "$(journalctl --no-pager --unit debvouch-check.service --output cat)" ]]

say "every file in scope could be read with the one capability"
python3 - <<'PYTHON'
import json
report = json.load(open("/var/lib/debvouch/latest.json"))
print(report["summary"], report["coverage"]["gaps"])
assert report["coverage"]["gaps"] == []
assert report["run"]["uid"] == 0 and report["host"]["live"] is True
assert not [f for f in report["findings"] if f["check"] == "mounted-over"], "the sandbox's own mounts were reported"
PYTHON

say "a script that only root may read is read"
script=/var/lib/dpkg/info/dpkg.postinst
chmod 0700 "$script"
chown nobody "$script"
systemctl start debvouch-check.service || true
python3 - <<'PYTHON'
import json
report = json.load(open("/var/lib/debvouch/latest.json"))
# With a finding, the programs of other processes would be looked at, too; for that the sandbox has no power.
gaps = [gap for gap in report["coverage"]["gaps"] if gap["path"] != "/proc"]
assert gaps == [], gaps
PYTHON
chown root "$script"
chmod 0755 "$script"

say "a planted hook leaves the unit failed, and is new"
echo 'DPkg::Pre-Invoke {"/usr/local/lib/.cache/update";};' > /etc/apt/apt.conf.d/99update
expect debvouch-check.service '1|3'
systemctl is-failed --quiet debvouch-check.service
debvouch status | tee /root/status.log || true
grep -qi new /root/status.log
journalctl --no-pager --unit debvouch-check.service --output cat | grep -q 99update

say "its removal is told as well"
rm /etc/apt/apt.conf.d/99update
expect debvouch-check.service 0
debvouch status | grep -qi resolved

say "an image root has its own state"
mkdir -p /srv/images/web/{etc/apt,var/lib/dpkg}
cp -a /var/lib/dpkg/. /srv/images/web/var/lib/dpkg/
cp -a /etc/apt/. /srv/images/web/etc/apt/
expect "debvouch@$(systemd-escape --path /srv/images/web).service" 0
test -e /var/lib/debvouch/roots/srv-images-web/latest.json
[[ "$(stat --format='%a' /var/lib/debvouch /var/lib/debvouch/roots)" == $'700\n700' ]]

say "the sandbox holds: no network, nothing written but the state"
mkdir -p /etc/systemd/system/debvouch-check.service.d
cat > /etc/systemd/system/debvouch-check.service.d/probe.conf <<'UNIT'
[Service]
ExecStart=
ExecStart=/usr/bin/python3 /root/escape.py
UNIT
cat > /root/escape.py <<'PYTHON'
import errno, os, socket
refused = 0
for path in ("/etc/probe", "/var/lib/dpkg/probe", "/tmp/probe", "/home/probe", "/root/probe2", "/usr/bin/probe"):
    try:
        open(path, "w")
    except OSError as error:
        assert error.errno in (errno.EROFS, errno.EACCES, errno.EPERM), (path, error)
        refused += 1
assert refused == 6, refused
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):
    try:
        socket.socket(family, socket.SOCK_DGRAM)
    except OSError as error:
        refused += 1
assert refused == 9, refused
for call in (lambda: os.chown("/var/lib/debvouch/latest.json", 1, 1), lambda: os.setuid(1)):
    try:
        call()
    except OSError:
        refused += 1
assert refused == 11, refused
open("/var/lib/debvouch/probe", "w").write("allowed")
os.unlink("/var/lib/debvouch/probe")
PYTHON
systemctl daemon-reload
expect debvouch-check.service 0
rm -r /etc/systemd/system/debvouch-check.service.d
systemctl daemon-reload

say "fetching works in its own sandbox, and the next check proves more by it"
rm -rf /var/cache/apt/archives/*.deb
expect debvouch-check.service 0
proven() {
    python3 -c 'import json; print(json.load(open("/var/lib/debvouch/latest.json"))["summary"]["by_rung"]["signed"])'
}
before=$(proven)
expect debvouch-fetch.service '0|2'
expect debvouch-check.service 0
say "$before files were signed for, now $(proven)"
(( $(proven) > before ))

say "one command switches it on"
systemctl --quiet enable --now debvouch-check.timer debvouch-fetch.timer
systemctl --no-pager list-timers 'debvouch-*'
[[ "$(systemctl is-active debvouch-check.timer debvouch-fetch.timer)" == $'active\nactive' ]]
say "everything held"

import AuditModel

/// The commands that Debian, Ubuntu and Proxmox packages and the makers of container images configure.
enum BenignCommands {
    static let all = images + debian + desktop + ubuntu

    private static let images = [
        BenignShape("deletes apt's own downloads, as container images do", "@rm -f @cache || true"),
        BenignShape("deletes apt's own downloads, as container images do", "@rm -f @cache"),
        BenignShape("does nothing", "true"), BenignShape("does nothing", "/bin/true"),
        BenignShape("does nothing", "/usr/bin/true"), BenignShape("does nothing", ":"),
        BenignShape("does nothing", "exit 0"),
    ]

    private static let debian = [
        BenignShape("debconf asks its questions early", of: ["debconf"], "/usr/sbin/dpkg-preconfigure --apt || true"),
        BenignShape("apt-listbugs looks for known bugs", of: ["apt-listbugs"], "/usr/bin/apt-listbugs apt"),
        BenignShape("apt-listbugs looks for known bugs", of: ["apt-listbugs"], "/usr/sbin/apt-listbugs apt"),
        BenignShape(
            "apt-listchanges shows news", of: ["apt-listchanges"], "/usr/bin/apt-listchanges --apt || test $? -lt 10"),
        BenignShape(
            "apt-listchanges shows news", of: ["apt-listchanges"], "/usr/bin/apt-listchanges --apt || test $? -ne 10"),
        BenignShape(
            "etckeeper records /etc before a change", of: ["etckeeper"],
            "if [ -x /usr/bin/etckeeper ]; then etckeeper pre-install; fi"),
        BenignShape(
            "etckeeper records /etc after a change", of: ["etckeeper"],
            "if [ -x /usr/bin/etckeeper ]; then etckeeper post-install; fi"),
        BenignShape(
            "needrestart looks for services to restart", of: ["needrestart"],
            "test -x /usr/lib/needrestart/apt-pinvoke && /usr/lib/needrestart/apt-pinvoke || true"),
        BenignShape(
            "needrestart looks for services to restart", of: ["needrestart"],
            "test -x /usr/lib/needrestart/apt-pinvoke && /usr/lib/needrestart/apt-pinvoke -m u || true"),
        BenignShape(
            "needrestart notes what dpkg changed", of: ["needrestart"],
            "(test -x /usr/lib/needrestart/dpkg-status && /usr/lib/needrestart/dpkg-status || cat > /dev/null)"),
        BenignShape(
            "debian-security-support looks for unsupported packages", of: ["debian-security-support"],
            """
            if [ -x /usr/share/debian-security-support/check-support-status.hook ] ; then \
            /usr/share/debian-security-support/check-support-status.hook || /bin/true ; fi
            """),
        BenignShape(
            "how-can-i-help shows what needs help", of: ["how-can-i-help"],
            "[ ! -e /usr/bin/how-can-i-help ] || /usr/bin/how-can-i-help --apt"),
        BenignShape(
            "apt-show-versions renews its cache", of: ["apt-show-versions"],
            "test -x /usr/bin/apt-show-versions || exit 0 ; apt-show-versions -i"),
        BenignShape(
            "localepurge deletes translations", of: ["localepurge"],
            """
            if [ -x /usr/sbin/localepurge ] && [ $(ps w -p $PPID | egrep -c '(remove|purge)') != 1 ]; then \
            /usr/sbin/localepurge; else exit 0; fi
            """),
        BenignShape(
            "rkhunter renews its file properties", of: ["rkhunter"],
            """
            if [ -x /usr/bin/rkhunter ] && grep -qsiE '^APT_AUTOGEN=.?(true|yes)' /etc/default/rkhunter; then if ! \
            /usr/share/rkhunter/scripts/rkhupd.sh; then echo '(rkhunter was unable to update its property database)';fi;fi
            """),
        BenignShape("Proxmox VE guards its own packages", of: ["proxmox-ve"], "/usr/share/proxmox-ve/pve-apt-hook"),
        BenignShape("auto-apt-proxy finds a proxy", of: ["auto-apt-proxy"], "/usr/bin/auto-apt-proxy"),
        BenignShape(
            "squid-deb-proxy-client finds a proxy", of: ["squid-deb-proxy-client"],
            "/usr/share/squid-deb-proxy-client/apt-avahi-discover"),
    ]

    private static let desktop = [
        BenignShape(
            "appstream renews its cache", of: ["appstream"],
            """
            if /usr/bin/test -w /var/cache/swcatalog -a -e /usr/bin/appstreamcli; then appstreamcli refresh --source=os \
            > /dev/null || true; fi
            """),
        BenignShape(
            "appstream renews its cache", of: ["appstream"],
            """
            if /usr/bin/test -w /var/cache/app-info -a -e /usr/bin/appstreamcli; then appstreamcli refresh-cache > \
            /dev/null; fi
            """),
        BenignShape(
            "PackageKit is told of a change", of: ["packagekit"],
            """
            /usr/bin/test -e /usr/share/dbus-1/system-services/org.freedesktop.PackageKit.service && /usr/bin/test -S \
            /var/run/dbus/system_bus_socket && /usr/bin/gdbus call --system --dest org.freedesktop.PackageKit \
            --object-path /org/freedesktop/PackageKit --timeout 4 --method \
            org.freedesktop.PackageKit.StateHasChanged cache-update > /dev/null; /bin/echo > /dev/null
            """),
        BenignShape(
            "PackageKit is told of a change", of: ["packagekit"],
            """
            /usr/bin/test -e /usr/share/dbus-1/system-services/org.freedesktop.PackageKit.service && /usr/bin/test -S \
            /var/run/dbus/system_bus_socket && /usr/bin/dbus-send --system --dest=org.freedesktop.PackageKit \
            --type=method_call /org/freedesktop/PackageKit org.freedesktop.PackageKit.StateHasChanged \
            string:'cache-update' > /dev/null 2>&1; /bin/echo > /dev/null
            """),
        BenignShape(
            "command-not-found renews its index", of: ["command-not-found"],
            """
            if /usr/bin/test -w /var/lib/command-not-found/ -a -e /usr/lib/cnf-update-db; then \
            /usr/lib/cnf-update-db > /dev/null; fi
            """),
    ]

    private static let ubuntu = [
        BenignShape(
            "notes the time of the last update",
            "touch /var/lib/apt/periodic/update-success-stamp 2>/dev/null || true"),
        BenignShape(
            "snapd suggests snaps", of: ["snapd"],
            "[ ! -f /usr/bin/snap ] || /usr/bin/snap advise-snap --from-apt 2>/dev/null || true"),
        BenignShape(
            "Ubuntu Pro shows news", of: ["ubuntu-pro-client", "ubuntu-advantage-tools"],
            "[ ! -f /usr/lib/ubuntu-advantage/apt-esm-json-hook ] || /usr/lib/ubuntu-advantage/apt-esm-json-hook || true"
        ),
        BenignShape(
            "Ubuntu Pro shows news", of: ["ubuntu-pro-client", "ubuntu-advantage-tools"],
            "[ ! -f /usr/lib/ubuntu-advantage/apt-esm-hook ] || /usr/lib/ubuntu-advantage/apt-esm-hook || true"),
        BenignShape(
            "Ubuntu Pro starts its news services", of: ["ubuntu-pro-client", "ubuntu-advantage-tools"],
            """
            [ ! -e /run/systemd/system ] || [ $(id -u) -ne 0 ] || systemctl start --no-block apt-news.service \
            esm-cache.service || true
            """),
        BenignShape(
            "update-notifier notes that dpkg ran", of: ["update-notifier-common"],
            """
            if [ -d /var/lib/update-notifier ]; then touch /var/lib/update-notifier/dpkg-run-stamp; fi; \
            /usr/lib/update-notifier/update-motd-updates-available 2>/dev/null || true
            """),
        BenignShape(
            "update-notifier notes that dpkg ran", of: ["update-notifier-common"],
            """
            if [ -d /var/lib/update-notifier ]; then touch /var/lib/update-notifier/dpkg-run-stamp; fi; if [ -e \
            /var/lib/update-notifier/updates-available ]; then echo > /var/lib/update-notifier/updates-available; fi
            """),
    ]
}

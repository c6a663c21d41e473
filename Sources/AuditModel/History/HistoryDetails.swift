/// One line of dpkg.log about a package.
package struct PackageAction: Hashable, Codable, Sendable {
    /// What dpkg did, in the log's own words.
    package enum Action: String, Codable, Sendable {
        case install
        case upgrade
        case configure
        case triggerProcessing = "trigproc"
        case disappear
        case remove
        case purge
        /// The package entered `state`.
        case status
    }

    package let action: Action
    package let name: UntrustedText
    package let architecture: UntrustedText
    /// The version that was installed when the action began; nil for `<none>`.
    ///
    /// For `status`, the version in that state.
    package let oldVersion: UntrustedText?
    /// The version that the action brings; nil for `<none>` and for `status`.
    package let newVersion: UntrustedText?
    /// `half-configured`, `installed` and so on; only for `status`.
    package let state: UntrustedText?

    package init(
        action: Action, name: UntrustedText, architecture: UntrustedText, oldVersion: UntrustedText? = nil,
        newVersion: UntrustedText? = nil, state: UntrustedText? = nil
    ) {
        self.action = action
        self.name = name
        self.architecture = architecture
        self.oldVersion = oldVersion
        self.newVersion = newVersion
        self.state = state
    }
}

/// One package in a stanza of apt's history.
package struct AptChange: Hashable, Codable, Sendable {
    /// What apt did, in the log's own words.
    package enum Action: String, CaseIterable, Codable, Sendable {
        case install = "Install"
        case reinstall = "Reinstall"
        case upgrade = "Upgrade"
        case downgrade = "Downgrade"
        case remove = "Remove"
        case purge = "Purge"
    }

    package let action: Action
    package let name: UntrustedText
    /// Empty where the log has none.
    package let architecture: UntrustedText
    /// Nil for an installation.
    package let oldVersion: UntrustedText?
    /// Nil for a removal.
    package let newVersion: UntrustedText?
    /// Installed to satisfy another package, not asked for.
    package let isAutomatic: Bool

    package init(
        action: Action, name: UntrustedText, architecture: UntrustedText, oldVersion: UntrustedText?,
        newVersion: UntrustedText?, isAutomatic: Bool = false
    ) {
        self.action = action
        self.name = name
        self.architecture = architecture
        self.oldVersion = oldVersion
        self.newVersion = newVersion
        self.isAutomatic = isAutomatic
    }
}

/// One stanza of apt's history: one run of dpkg by apt.
package struct AptRun: Hashable, Codable, Sendable {
    package var start: Timestamp?
    /// Nil where the stanza has no End-Date: the run was cut off, or is still going on.
    package var end: Timestamp?
    package var commandLine: UntrustedText?
    /// `user (uid)` of who called sudo or pkexec; nil where apt knew nobody but root.
    package var requestedBy: UntrustedText?
    /// In the order of the stanza; at most `AptRun.changeLimit` of them.
    package var changes: [AptChange] = []
    package var error: UntrustedText?

    /// The most changes of one stanza that are kept; a release upgrade has a few thousand.
    package static let changeLimit = 20_000

    package init() {}
}

/// A login, or the attempt of one, by wtmp or btmp.
package struct Login: Hashable, Codable, Sendable {
    package let user: UntrustedText
    /// The terminal, such as `pts/0`; `ssh:notty` and the like for attempts.
    package let line: UntrustedText
    /// Where it came from, as the login program wrote it; empty for a local one.
    package let host: UntrustedText
    package let processID: Int
    /// When the session ended: its logout, or the shutdown or boot that cut it off.
    ///
    /// Nil where neither was recorded.
    package let end: Timestamp?

    package init(
        user: UntrustedText, line: UntrustedText, host: UntrustedText, processID: Int, end: Timestamp? = nil
    ) {
        self.user = user
        self.line = line
        self.host = host
        self.processID = processID
        self.end = end
    }
}

/// One line of audit.log.
package struct AuditRecord: Hashable, Codable, Sendable {
    /// `SYSCALL`, `EXECVE`, `PATH` and so on.
    package let type: UntrustedText
    /// The event's number; with the time it joins the records of one event.
    package let serial: UInt64
    /// The values that stand in the line as hexadecimal digits, decoded, in the order of the line.
    package let decoded: [DecodedField]

    package init(type: UntrustedText, serial: UInt64, decoded: [DecodedField]) {
        self.type = type
        self.serial = serial
        self.decoded = decoded
    }

    /// A field of an audit record whose value the kernel wrote as hexadecimal digits.
    package struct DecodedField: Hashable, Codable, Sendable {
        package let name: UntrustedText
        /// At most `HistoryRecord.lineLimit` bytes; the zero bytes between a proctitle's words are spaces here.
        package let value: UntrustedText

        package init(name: UntrustedText, value: UntrustedText) {
            self.name = name
            self.value = value
        }
    }
}

import AuditModel
import FileFormats
import Testing

@Suite struct `Logs of packages` {
    private func event(_ text: String) throws -> DpkgLogLine.Event {
        try #require(DpkgLog.line(Array(("2024-05-01 12:00:00 " + text).utf8)[...])).event
    }

    private func action(_ text: String) throws -> PackageAction {
        guard case .package(let action) = try event(text) else { throw NoAction(text: text) }
        return action
    }

    private struct NoAction: Error { let text: String }

    @Test func `dpkg's lines keep both versions`() throws {
        let install = try action("install tidy:amd64 <none> 2:1.0-1")
        #expect(install.action == .install && install.name == "tidy" && install.architecture == "amd64")
        #expect(install.oldVersion == nil && install.newVersion == "2:1.0-1")
        let upgrade = try action("upgrade tidy:all 1.0 1.1")
        #expect(upgrade.oldVersion == "1.0" && upgrade.newVersion == "1.1" && upgrade.state == nil)
        let trigger = try action("trigproc man-db:amd64 2.11 <none>")
        #expect(trigger.action == .triggerProcessing && trigger.oldVersion == "2.11" && trigger.newVersion == nil)
        #expect(try action("purge tidy:amd64 1.1 <none>").action == .purge)
    }

    @Test func `a status line has a state and one version`() throws {
        let status = try action("status half-configured tidy:amd64 1.1")
        #expect(status.action == .status && status.state == "half-configured")
        #expect(status.oldVersion == "1.1" && status.newVersion == nil)
    }

    @Test func `a conffile keeps its path`() throws {
        guard case .conffile(let path, let decision) = try event("conffile /etc/tidy conf keep") else {
            Issue.record("no conffile")
            return
        }
        #expect(path == "/etc/tidy conf" && decision == "keep")
    }

    @Test(arguments: [
        "startup archives unpack", "install", "install tidy", "status installed", "conffile tidy keep", "",
    ])
    func `other lines say nothing of a package`(text: String) throws {
        guard let line = DpkgLog.line(Array(("2024-05-01 12:00:00 " + text).utf8)[...]) else {
            #expect(text.isEmpty)
            return
        }
        guard case .other = line.event else {
            Issue.record("\(text) was read as an event")
            return
        }
    }

    private func stanzas(_ text: String) -> (stanzas: [AptHistoryLog.Stanza], unusable: Int) {
        var log = AptHistoryLog(zone: .utc)
        var stanzas: [AptHistoryLog.Stanza] = []
        for (index, line) in ByteLines(Array(text.utf8)).enumerated() {
            if let stanza = log.take(line, number: index + 1) { stanzas.append(stanza) }
        }
        if let last = log.finish() { stanzas.append(last) }
        return (stanzas, log.unusable)
    }

    @Test func `a run of apt is read whole`() throws {
        let (stanzas, unusable) = stanzas(
            """

            Start-Date: 2024-05-01  12:00:00
            Commandline: apt install tidy
            Requested-By: anna (1000)
            Install: tidy:amd64 (1.0), libtidy5:amd64 (1.0, automatic)
            Upgrade: base-files:amd64 (12.4, 12.5)
            Remove: untidy:amd64 (0.9)
            Reinstall: dash:amd64 (0.5)
            Error: Sub-process /usr/bin/dpkg returned an error code (1)
            End-Date: 2024-05-01  12:00:09

            """)
        #expect(unusable == 0)
        let run = try #require(stanzas.first).run
        #expect(stanzas.count == 1 && stanzas.first?.line == 2)
        #expect(run.start == Timestamp(seconds: 1_714_564_800) && run.end == Timestamp(seconds: 1_714_564_809))
        #expect(run.commandLine == "apt install tidy" && run.requestedBy == "anna (1000)")
        #expect(run.error == "Sub-process /usr/bin/dpkg returned an error code (1)")
        func change(
            _ action: AptChange.Action, _ name: UntrustedText, _ old: UntrustedText?, _ new: UntrustedText?,
            _ isAutomatic: Bool = false
        ) -> AptChange {
            AptChange(
                action: action, name: name, architecture: "amd64", oldVersion: old, newVersion: new,
                isAutomatic: isAutomatic)
        }
        #expect(
            run.changes == [
                change(.install, "tidy", nil, "1.0"), change(.install, "libtidy5", nil, "1.0", true),
                change(.upgrade, "base-files", "12.4", "12.5"), change(.remove, "untidy", "0.9", nil),
                change(.reinstall, "dash", "0.5", "0.5"),
            ])
    }

    @Test func `a run that was cut off has no end`() throws {
        let (stanzas, _) = stanzas(
            "Start-Date: 2024-05-01  12:00:00\nCommandline: apt upgrade\nStart-Date: 2024-05-02  12:00:00\nInstall: a")
        #expect(stanzas.map(\.run.end) == [nil, nil])
        #expect(stanzas.map(\.line) == [1, 3])
        #expect(stanzas.last?.run.changes.isEmpty == true)
    }

    @Test func `lines outside a stanza and bad dates are counted`() {
        let (stanzas, unusable) = stanzas("garbage\nEnd-Date: x\nStart-Date: yesterday\n\n\nno colon")
        #expect(unusable == 4)
        #expect(stanzas.map(\.run.start) == [nil])
    }

    @Test func `more changes than a stanza may have are counted`() throws {
        let many = (0..<AptRun.changeLimit + 7).map { "p\($0):all (1)" }.joined(separator: ", ")
        let stanza = try #require(stanzas("Start-Date: 2024-05-01  12:00:00\nInstall: \(many)").stanzas.first)
        #expect(stanza.run.changes.count == AptRun.changeLimit && stanza.omitted == 7)
    }
}

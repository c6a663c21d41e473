import AuditTestSupport
import Foundation
import Testing

/// The systemd units of the package, judged by systemd's own tool under the names that they are installed by.
@Suite struct `Systemd units` {
    /// Exposure on the scale of `systemd-analyze security`, times ten.
    private static let mostExposure = 15

    /// Installed name and text of every unit; `debvouch.NAME.service` is debhelper's spelling of `NAME.service`.
    private func units() throws -> [(name: String, text: String)] {
        try TrackedFiles.read { $0.hasPrefix("debian/") && ($0.hasSuffix(".service") || $0.hasSuffix(".timer")) }
            .map { file in
                let name = file.path.dropFirst("debian/".count)
                let installed = name.hasPrefix("debvouch.") ? name.dropFirst("debvouch.".count) : name
                return (String(installed), String(decoding: file.bytes, as: UTF8.self))
            }
    }

    /// A folder with every unit, each of which starts the program that was built.
    private func folder() throws -> (path: String, names: [String]) {
        let folder = try TestFolders.make("units")
        let units = try units()
        for unit in units {
            let text = unit.text.replacing("/usr/bin/debvouch", with: BuiltProgram.path)
            try Data(text.utf8).write(to: URL(filePath: folder + "/" + unit.name))
        }
        return (folder, units.map(\.name))
    }

    @Test(.needsTestPackages) func `systemd finds no mistake in any unit`() throws {
        let (folder, names) = try folder()
        try #require(names.count > 4)
        let check = try Command.run(
            "systemd-analyze", ["--man=no", "verify"] + names.map { folder + "/" + $0 }, in: folder)
        #expect(check.text + check.errors == "")
        #expect(check.status == 0)
    }

    @Test(.needsTestPackages) func `the services that audit expose at most 1·5 of 10`() throws {
        let (folder, names) = try folder()
        let auditing = names.filter { $0.hasSuffix(".service") && !$0.hasPrefix("debvouch-fetch") }
        try #require(auditing.sorted() == ["debvouch-check.service", "debvouch@.service"])
        for name in auditing {
            let options = ["security", "--offline=true", "--no-pager", "--threshold=\(Self.mostExposure)"]
            let check = try Command.run("systemd-analyze", options + [folder + "/" + name], in: folder)
            #expect(check.status == 0, "\(check.text)\(check.errors)")
        }
    }

    @Test func `only fetching has a network`() throws {
        for unit in try units() where unit.name.hasSuffix(".service") {
            let isAlone = unit.text.contains("\nPrivateNetwork=yes\n")
            #expect(isAlone == !unit.name.hasPrefix("debvouch-fetch"), "\(unit.name)")
        }
    }

    @Test func `every timer starts a service of ours, is random and catches up`() throws {
        let units = try units()
        let timers = units.filter { $0.name.hasSuffix(".timer") }
        try #require(!timers.isEmpty)
        for timer in timers {
            let service = timer.name.dropLast("timer".count) + "service"
            #expect(units.contains { $0.name == service })
            #expect(timer.text.contains("\nRandomizedDelaySec="))
            #expect(timer.text.contains("\nPersistent=yes\n"))
        }
    }

    @Test func `every unit names a manual page that there is`() throws {
        let pages = Set(try TrackedFiles.paths().filter { $0.hasPrefix("man/") })
        for unit in try units() {
            let named = unit.text.matches(of: /man:([^ (]+)\(([0-9])\)/).map { "man/\($0.output.1).\($0.output.2)" }
            #expect(!named.isEmpty)
            #expect(named.filter { !pages.contains($0) } == [])
        }
    }
}

package import AuditModel

/// Reads apt's history.log line by line: stanzas of `Name: value`, apt's pkg/deb/dpkgpm.cc:WriteHistoryTag.
package struct AptHistoryLog {
    /// One stanza, with the number of its first line.
    package struct Stanza: Sendable {
        package let run: AptRun
        package let line: Int
        /// Number of changes beyond `AptRun.changeLimit`.
        package let omitted: Int
    }

    /// Lines outside a stanza, dates that cannot be read and fields without a colon, so far.
    package private(set) var unusable = 0
    private let zone: TimeZoneFile
    private var run: AptRun?
    private var firstLine = 0
    private var omitted = 0

    package init(zone: TimeZoneFile) {
        self.zone = zone
    }

    /// Takes the next line; gives the stanza that it ends, if it ends one.
    package mutating func take(_ line: ArraySlice<UInt8>, number: Int) -> Stanza? {
        let line = line.trimmingASCIISpace
        if line.isEmpty { return finish() }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            unusable += 1
            return nil
        }
        let value = line[(colon + 1)...].trimmingASCIISpace
        if line[..<colon].elementsEqual("Start-Date".utf8) {
            let earlier = finish()
            run = AptRun()
            firstLine = number
            let start = time(value)
            run?.start = start
            return earlier
        }
        guard run != nil else {
            unusable += 1
            return nil
        }
        store(UntrustedText(line[..<colon]), value)
        return nil
    }

    /// The stanza that the end of the file cuts off, or that a blank line ends.
    package mutating func finish() -> Stanza? {
        defer {
            run = nil
            omitted = 0
        }
        return run.map { Stanza(run: $0, line: firstLine, omitted: omitted) }
    }

    private mutating func store(_ name: UntrustedText, _ value: ArraySlice<UInt8>) {
        switch name {
        case "End-Date":
            let end = time(value)
            run?.end = end
        case "Commandline": run?.commandLine = Self.bounded(value)
        case "Requested-By": run?.requestedBy = Self.bounded(value)
        case "Error": run?.error = Self.bounded(value)
        default:
            guard let action = AptChange.Action.allCases.first(where: { name == $0.rawValue }) else { return }
            addChanges(action, value)
        }
    }

    private static func bounded(_ value: ArraySlice<UInt8>) -> UntrustedText {
        UntrustedText(value.prefix(HistoryRecord.lineLimit))
    }

    /// `YYYY-MM-DD  HH:MM:SS`, two spaces, local time.
    private mutating func time(_ value: ArraySlice<UInt8>) -> Timestamp? {
        guard let local = LogStamp.seconds(of: value, gap: 2) ?? LogStamp.seconds(of: value) else {
            unusable += 1
            return nil
        }
        return Timestamp(seconds: zone.utcSeconds(local: local))
    }

    /// `name:arch (old, new), name:arch (new, automatic)`.
    private mutating func addChanges(_ action: AptChange.Action, _ value: ArraySlice<UInt8>) {
        var rest = value
        while let open = rest.firstIndex(of: UInt8(ascii: "(")) {
            let close = rest[open...].firstIndex(of: UInt8(ascii: ")")) ?? rest.endIndex
            let name = rest[..<open].trimmingASCIISpace
            let words = rest[(open + 1)..<close].split(separator: UInt8(ascii: ",")).map(\.trimmingASCIISpace)
            rest = rest[close...].drop { $0 != UInt8(ascii: ",") }.dropFirst()
            if name.isEmpty { continue }
            if run?.changes.count ?? 0 >= AptRun.changeLimit {
                omitted += 1
            } else {
                run?.changes.append(Self.change(action, name, words))
            }
        }
    }

    private static func change(
        _ action: AptChange.Action, _ name: ArraySlice<UInt8>, _ words: [ArraySlice<UInt8>]
    ) -> AptChange {
        let colon = name.lastIndex(of: UInt8(ascii: ":")) ?? name.endIndex
        let versions = words.filter { !$0.elementsEqual("automatic".utf8) }.map { UntrustedText($0) }
        let isRemoval = action == .remove || action == .purge
        let hasBoth = versions.count > 1
        return AptChange(
            action: action, name: UntrustedText(name[..<colon]),
            architecture: UntrustedText(name[colon...].dropFirst()),
            oldVersion: isRemoval || hasBoth || action == .reinstall ? versions.first : nil,
            newVersion: isRemoval ? nil : versions.last, isAutomatic: versions.count < words.count)
    }
}

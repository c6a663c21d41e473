package import AuditModel
import CSimdJSON
import FileFormats

/// Why a file is no report that can be compared.
package struct PastReportError: Error, Sendable {
    /// True where the file could not be read at all.
    package let isUnreadable: Bool
    /// The reason, with the place in the document where one can be named.
    package let reason: ReportText
}

/// Reads JSON reports that `debvouch audit` wrote earlier; whoever could write there may have changed them.
package enum PastReportReader {
    /// Bytes of a report; that of a host with 700 packages has about three million.
    package static let sizeLimit = 256 << 20
    private static let depth = 32

    /// Reads a file of this machine.
    package static func read(_ path: UntrustedText) throws(PastReportError) -> PastReport {
        let bytes: [UInt8]
        do throws(FileReadError) {
            bytes = try SmallFile.read(path, limit: sizeLimit, spare: DEBVOUCH_JSON_PADDING)
        } catch {
            throw PastReportError(isUnreadable: true, reason: error.reason)
        }
        if bytes.count > sizeLimit { throw broken("it is larger than \(sizeLimit >> 20) MB") }
        return try report(in: consume bytes, location: path)
    }

    /// A report that the operator names.
    ///
    /// - Throws: 66 for a file that cannot be read, 65 for one that is no report.
    package static func accepted(_ path: UntrustedText) throws(Failure) -> PastReport {
        do throws(PastReportError) {
            return try read(path)
        } catch {
            throw Failure(
                error.isUnreadable ? .noInput : .unusableData,
                error.isUnreadable
                    ? "cannot read the report \(path): \(error.reason)"
                    : "\(path) is no report to compare with: \(error.reason)")
        }
    }

    /// The report that bytes hold; they are gone once they are taken apart, so that a large one is held once.
    package static func report(
        in bytes: consuming [UInt8], location: UntrustedText
    ) throws(PastReportError) -> PastReport {
        let document = try value(of: bytes)
        var report = PastReport(location: location)
        guard case .string(let version)? = document.member("schema_version") else {
            throw broken("it has no schema_version, so it is no report")
        }
        guard version.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).first == [0x31] else {
            throw broken("its schema_version is \(UntrustedText(version)), and this program reads version 1")
        }
        let run = try PastMember(document, "run", in: "").object()
        report.finished = UntrustedText(try run.text("finished"))
        report.exitStatus = try run.number("exit_status").map { Int($0) }
        if let status = report.exitStatus, status > 255 { throw run.broken("exit_status", "is no exit status") }
        let host = try PastMember(document, "host", in: "").object()
        report.root = UntrustedText(try host.text("root"))
        report.hostname = try host.optionalText("hostname").map { UntrustedText($0) }
        let summary = try PastMember(document, "summary", in: "").object()
        report.verdict = UntrustedText(try summary.text("verdict"))
        report.required = try required(of: summary)
        try readFindings(of: document, into: &report)
        for exception in try PastMember(document, "exceptions", in: "").optionalObjects() {
            report.exceptions.append(
                PastException(
                    id: UntrustedText(try exception.text("id")),
                    expires: try exception.optionalText("expires").map { UntrustedText($0) }))
        }
        for artifact in try PastMember(document, "artifacts", in: "").objects() {
            let read = try Self.artifact(artifact)
            // Two of one path were never written; which of them is meant nobody can say.
            if report.artifacts.updateValue(read, forKey: read.path) != nil {
                throw broken("\(artifact.place) has the path of an earlier artifact")
            }
        }
        return report
    }

    /// A finding that an exception silenced is as good as absent: where the exception ends, it is new.
    private static func readFindings(
        of document: EventValue, into report: inout PastReport
    ) throws(PastReportError) {
        var seen: Set<UntrustedText> = []
        for finding in try PastMember(document, "findings", in: "").objects() {
            let read = try Self.finding(finding)
            if try finding.optionalText("excepted_by") != nil {
                report.silenced.append(read)
            } else if seen.insert(read.id).inserted {
                report.findings.append(read)
            }
        }
    }

    /// Nil for a report of a version that did not count them.
    private static func required(of summary: PastObject) throws(PastReportError) -> PastRequired? {
        guard summary.value.member("required") != nil else { return nil }
        let counts = try PastMember(summary.value, "required", in: "summary").object()
        return PastRequired(
            proven: try counts.count("proven"), unproven: try counts.count("unproven"),
            accepted: try counts.count("accepted"))
    }

    private static func broken(_ reason: ReportText) -> PastReportError {
        PastReportError(isUnreadable: false, reason: reason)
    }

    private static func value(of bytes: consuming [UInt8]) throws(PastReportError) -> EventValue {
        let size = bytes.count
        var limits = EventLimits()
        limits.documentBytes = max(size, 1)
        limits.depth = depth
        guard let decoder = EventDecoder(limits: limits, words: nil) else { throw broken("no memory") }
        // simdjson reads a little behind the document.
        bytes.append(contentsOf: repeatElement(0x20, count: DEBVOUCH_JSON_PADDING))
        let result = unsafe bytes.withUnsafeBytes { room -> Result<EventValue, UnusableReason> in
            do throws(UnusableReason) {
                let shape = unsafe try decoder.parse(UnsafeRawBufferPointer(rebasing: room.prefix(size)))
                return shape == DEBVOUCH_JSON_ARRAY ? .failure(.notAnObject) : .success(try decoder.value())
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let value): return value
        case .failure(let reason): throw Self.mistake(in: bytes.prefix(size), reason)
        }
    }

    /// simdjson does not say where a text is wrong; a slower reader does.
    private static func mistake(in bytes: ArraySlice<UInt8>, _ reason: UnusableReason) -> PastReportError {
        do throws(JSONMistake) {
            _ = try JSONNode.read(bytes)
            return broken("it is no JSON document: \(reason)")
        } catch {
            let place: ReportText = error.line.map { "line \($0): " } ?? ""
            return broken("it is no JSON document: \(place)\(error.reason)")
        }
    }

    private static func finding(_ object: PastObject) throws(PastReportError) -> PastFinding {
        guard let severity = Severity(rawValue: String(decoding: try object.text("severity"), as: UTF8.self)) else {
            throw object.broken("severity", "is no severity")
        }
        return PastFinding(
            id: UntrustedText(try object.text("id")), check: UntrustedText(try object.text("check")),
            severity: severity, path: try object.path(), title: UntrustedText(try object.text("title")))
    }

    private static func artifact(_ object: PastObject) throws(PastReportError) -> PastArtifact {
        var artifact = PastArtifact(path: try object.path())
        if let text = try object.optionalText("sha256") {
            guard let digest = SHA256Digest(hex: text) else { throw object.broken("sha256", "is no SHA-256") }
            artifact.sha256 = digest
        }
        if let text = try object.optionalText("mode") {
            guard let mode = UInt16(String(decoding: text, as: UTF8.self), radix: 8), mode <= 0o7777 else {
                throw object.broken("mode", "is no octal mode")
            }
            artifact.mode = mode
        }
        artifact.uid = try object.number("uid")
        artifact.gid = try object.number("gid")
        artifact.kind = try object.optionalText("kind").map { UntrustedText($0) }
        if let text = try object.optionalText("verdict") {
            guard let verdict = Verdict(rawValue: String(decoding: text, as: UTF8.self)) else {
                throw object.broken("verdict", "is no verdict")
            }
            artifact.verdict = verdict
        }
        if let text = try object.optionalText("rung") {
            guard let rung = EvidenceRung(rawValue: String(decoding: text, as: UTF8.self)) else {
                throw object.broken("rung", "is no rung")
            }
            artifact.rung = rung
        }
        return artifact
    }
}

import AuditModel
import FileFormats

/// Holds our reading of a status file against libapt-pkg's: what one sees and the other does not can hide a package.
enum StatusAgreement {
    /// The fields that decide who owns what and which script runs.
    private static let compared: [StaticString] = ["Package", "Status", "Version", "Architecture", "Multi-Arch"]

    /// Disagreements in file order; at most `kept`, and then a count of the rest.
    static func disagreements(of file: ControlParagraphs, path: HostPath) -> [ParseProblem] {
        let sections: [[AptBridge.Field]]
        do throws(AptBridgeError) {
            sections = try AptBridge.sections(in: file.bytes)
        } catch {
            return [
                ParseProblem(
                    file: path, line: nil, kind: .aptRefuses,
                    reason: "libapt-pkg cannot read the file: \(error.reason)")
            ]
        }
        var problems: [ParseProblem] = []
        if sections.count != file.paragraphs.count {
            problems.append(
                ParseProblem(
                    file: path, line: nil, kind: .otherStanzaCount,
                    reason: "libapt-pkg sees \(sections.count) stanzas, our reader \(file.paragraphs.count)"))
        }
        for (section, paragraph) in zip(sections, file.paragraphs) {
            if let reason = difference(section, paragraph, in: file) {
                problems.append(
                    ParseProblem(file: path, line: paragraph.line, kind: .otherFieldValue, reason: reason))
                // After one stanza is cut differently, every later pair differs too.
                break
            }
        }
        return problems
    }

    private static func difference(
        _ section: [AptBridge.Field], _ paragraph: ControlParagraph, in file: ControlParagraphs
    ) -> ReportText? {
        for name in compared {
            let ours = file.value(name, in: paragraph).map { UntrustedText($0) }
            let wanted = UntrustedText(name.description.utf8).asciiLowercased
            let theirs = section.last { $0.name.asciiLowercased == wanted }.map {
                UntrustedText($0.value.bytes[...].trimmingASCIISpace)
            }
            if ours != theirs {
                return
                    "libapt-pkg reads \(theirs ?? "nothing") for \(ours: name.description), our reader \(ours ?? "nothing")"
            }
        }
        return nil
    }
}

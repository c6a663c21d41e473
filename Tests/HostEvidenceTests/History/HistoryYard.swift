import AuditModel
import AuditTestSupport
import HostEvidence
import TreeReading

/// A tree of logs, written file by file.
struct HistoryYard {
    let tree: String

    init() throws {
        tree = try TestFolders.make("history")
    }

    func path(_ path: String) -> [UInt8] {
        Array((tree + path).utf8)
    }

    /// Writes a file dated 2024-05-01 unless said otherwise.
    func write(_ path: String, _ bytes: [UInt8], modified: Int64 = 1_714_564_800) throws {
        try HostFiles.makeFolder(HostFiles.parent(of: self.path(path)))
        try HostFiles.write(bytes, to: self.path(path))
        try HostFiles.setTime(modified, of: self.path(path))
    }

    func write(_ path: String, _ text: String, modified: Int64 = 1_714_564_800) throws {
        try write(path, Array(text.utf8), modified: modified)
    }

    /// Writes a file and compresses it; `tool` is gzip, xz, bzip2, zstd or lz4.
    func write(_ path: String, _ text: String, tool: String) throws {
        try write(path, text)
        // One that is given a list writes beside each file, and some tools keep what they compressed.
        try Command.require(tool, (tool == "lz4" ? ["-m"] : []) + [tree + path])
        try Command.require("rm", ["-f", tree + path])
    }

    func read(_ interest: HistoryInterest, limits: HistoryLimits = HistoryLimits()) throws -> TreeHistory {
        var all = Limits()
        all.history = limits
        return HistoryReader.read(tree: try HostTree(root: Array(tree.utf8)), interest: interest, limits: all)
    }

    /// Seconds of a moment of 1 May 2024 in UTC.
    static func may(_ hour: Int64, _ minute: Int64 = 0, _ second: Int64 = 0) -> Timestamp {
        Timestamp(seconds: 1_714_521_600 + hour * 3_600 + minute * 60 + second)
    }

    static func window(_ from: Int64, _ to: Int64) -> TimeWindow {
        TimeWindow(start: may(from), end: may(to))
    }
}

extension ReportText {
    /// The words without escaping, for comparison.
    var plain: String {
        pieces.map { piece in
            switch piece {
            case .ours(let words): words
            case .theirs(let text): String(decoding: text.bytes, as: UTF8.self)
            }
        }.joined()
    }
}

extension TreeHistory {
    var lines: [String] { records.map { String(decoding: $0.line.bytes, as: UTF8.self) } }
    var gapLines: [String] { gaps.map { "\(String(decoding: $0.path.bytes, as: UTF8.self)): \($0.reason.plain)" } }
    var limitLines: [String] { limits.map(\.plain) }
}

import AuditTestSupport
import Foundation
import Testing

/// A tree, a configuration for it and a state directory, for runs of the scheduled check.
struct CheckYard {
    let built: BuiltTree
    var state: String { built.folder + "/state" }
    var config: String { built.folder + "/debvouch.conf" }

    init(_ more: String = "") throws {
        built = try TreeBuilder.build(TreeDescription(fixture: "trees/base/tree"))
        try configure(more)
    }

    func configure(_ more: String) throws {
        let text = "Root: \(built.tree)\nArchives: \(built.archives)\nCache: \(built.folder)/cache\n\(more)"
        try HostFiles.write(Array(text.utf8), to: Array(config.utf8))
    }

    var command: [String] { ["check", "--config", config, "--state-directory", state] }

    func check() throws -> CommandResult {
        try BuiltProgram.run(command, in: built.folder)
    }

    func status() throws -> (status: Int32, document: ParsedReport) {
        let result = try BuiltProgram.run(["status", "--state-directory", state, "--format", "json"], in: built.folder)
        return (result.status, try ParsedReport(result.output))
    }

    /// Names in the state directory, without the lock.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: state).filter { $0 != "lock" }.sorted()
    }

    func reports() throws -> [String] {
        try names().filter { $0.hasPrefix("report-") }
    }

    func latest() throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: state + "/latest.json")))
    }

    func plant(_ name: String) throws {
        try HostFiles.write(
            Array("DPkg::Post-Invoke { \"touch /tmp/\(name)\"; };\n".utf8),
            to: Array("\(built.tree)/etc/apt/apt.conf.d/\(name)".utf8))
    }

    func pull(_ name: String) throws {
        try FileManager.default.removeItem(atPath: "\(built.tree)/etc/apt/apt.conf.d/\(name)")
    }
}

import Foundation

/// What a program that has ended left behind.
package struct CommandResult: Sendable {
    /// The exit status, or 128 and the number of the signal that ended it.
    package let status: Int32
    package let output: [UInt8]
    package let errors: String

    package var text: String { String(decoding: output, as: UTF8.self) }
}

/// Runs programs to their end; a failure to start or an unexpected status is an error that quotes what they said.
package enum Command {
    /// - Parameter environment: the whole environment but for PATH and what keeps a trapped program from waiting.
    package static func run(
        _ program: String, _ arguments: [String], in folder: String = "/", environment: [String: String] = [:]
    ) throws -> CommandResult {
        let process = Process()
        process.executableURL = URL(filePath: program.contains("/") ? program : "/usr/bin/env")
        process.arguments = program.contains("/") ? arguments : [program] + arguments
        process.currentDirectoryURL = URL(filePath: folder)
        let fixed = [
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no",
            "HOME": "/nonexistent",
        ]
        process.environment = fixed.merging(environment) { _, given in given }
        let output = Pipe()
        let complaints = FileManager.default.temporaryDirectory.appending(path: "debvouch-\(UUID().uuidString).stderr")
        try Data().write(to: complaints)
        defer { try? FileManager.default.removeItem(at: complaints) }
        let errors = try FileHandle(forWritingTo: complaints)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try errors.close()
        let died = process.terminationReason == .uncaughtSignal
        return CommandResult(
            status: died ? 128 + process.terminationStatus : process.terminationStatus, output: Array(bytes),
            errors: String(decoding: try Data(contentsOf: complaints), as: UTF8.self))
    }

    /// As `run`, for programs that must succeed.
    @discardableResult
    package static func require(
        _ program: String, _ arguments: [String], in folder: String = "/", environment: [String: String] = [:]
    ) throws -> CommandResult {
        let result = try run(program, arguments, in: folder, environment: environment)
        if result.status == 0 { return result }
        throw CommandFailure(
            description: "\(program) \(arguments.joined(separator: " ")): status \(result.status)\n\(result.errors)")
    }
}

/// A program that tests need did not do its work.
package struct CommandFailure: Error, CustomStringConvertible {
    package let description: String
}

package import Foundation

/// One finished run of a program of the machine that runs the tests.
package struct ToolRun {
    package let status: Int32
    package let output: [UInt8]

    /// Runs `program` (looked up in PATH) to its end; standard error is joined to the output only on request.
    package init(
        _ program: String, _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:],
        joiningErrors: Bool = false
    ) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment
            .merging(["SWIFT_BACKTRACE": "enable=no", "LC_ALL": "C.UTF-8"]) { $1 }
            .merging(environment) { $1 }
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = joiningErrors ? pipe : FileHandle.nullDevice
        try process.run()
        output = Array(pipe.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        status = process.terminationStatus
    }

    /// The output of a run that must succeed.
    package static func output(of program: String, _ arguments: [String], in folder: URL? = nil) throws -> [UInt8] {
        let run = try ToolRun(program, arguments, in: folder)
        guard run.status == 0 else { throw ToolFailure(program: program, status: run.status) }
        return run.output
    }
}

/// A program that should have succeeded and did not.
package struct ToolFailure: Error {
    package let program: String
    package let status: Int32
}

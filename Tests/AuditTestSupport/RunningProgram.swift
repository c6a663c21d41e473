import Foundation
import Glibc

/// A program that is still running, with its output in files that can be looked at meanwhile.
package final class RunningProgram {
    private let process = Process()
    private let folder: String

    /// Starts the program under test in a folder, where its output goes to files too.
    package init(_ arguments: [String], in folder: String) throws {
        self.folder = folder
        for name in ["stdout", "stderr"] { try Data().write(to: URL(filePath: "\(folder)/\(name)")) }
        process.executableURL = URL(filePath: BuiltProgram.path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: folder + "/stdout"))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: folder + "/stderr"))
        try process.run()
    }

    package var output: String { (try? String(contentsOfFile: folder + "/stdout", encoding: .utf8)) ?? "" }
    package var errors: String { (try? String(contentsOfFile: folder + "/stderr", encoding: .utf8)) ?? "" }

    /// Waits until something holds; false where it does not within a minute or the program has ended before.
    package func wait(until holds: (RunningProgram) -> Bool) -> Bool {
        for _ in 0..<1_200 {
            if holds(self) { return true }
            if !process.isRunning { return holds(self) }
            usleep(50_000)
        }
        return false
    }

    /// Sends a signal and waits for the end; the exit status, or 128 and the number of the signal that ended it.
    package func end(with signal: Int32) -> Int32 {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
            ? 128 + process.terminationStatus : process.terminationStatus
    }
}

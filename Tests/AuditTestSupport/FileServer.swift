import Foundation
import Glibc

/// Serves a folder over http on a free port of the loopback device, until it is stopped.
package final class FileServer {
    private let process = Process()
    package let address: String

    package init(of folder: String) throws {
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        // It says its port in its first line.
        let greeting = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = greeting.firstMatch(of: /port (\d+)/)?.output.1 else {
            kill(process.processIdentifier, SIGKILL)
            throw CommandFailure(description: "no http server: \(greeting)")
        }
        address = "http://127.0.0.1:\(port)"
    }

    /// By the one signal that cannot be blocked: a child inherits the mask of the thread that started it, and a worker
    /// thread of dispatch blocks nearly all of them, SIGTERM too.
    package func stop() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

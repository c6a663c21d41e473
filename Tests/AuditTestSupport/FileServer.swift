import Foundation
import Glibc

/// Serves a folder over http on a free port of the loopback device, until it is stopped or five minutes have passed.
package final class FileServer {
    private let process = Process()
    package let address: String

    /// A child inherits the signal mask of the thread that started it, and a worker thread of dispatch blocks nearly all:
    /// the program opens its own again, so that its alarm ends it where nobody does.
    private static let program = """
        import functools, http.server, signal, sys
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        signal.alarm(300)
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        print("port", server.server_port, flush=True)
        server.serve_forever()
        """

    package init(of folder: String) throws {
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", Self.program, folder]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var greeting = ""
        while !greeting.hasSuffix("\n") {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { break }
            greeting += String(decoding: data, as: UTF8.self)
        }
        guard let port = greeting.firstMatch(of: /port (\d+)/)?.output.1 else {
            kill(process.processIdentifier, SIGKILL)
            throw CommandFailure(description: "no http server: \(greeting)")
        }
        address = "http://127.0.0.1:\(port)"
    }

    /// Ends it by the one signal that cannot be blocked.
    package func stop() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

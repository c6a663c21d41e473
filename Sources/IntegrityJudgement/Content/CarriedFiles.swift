import AuditModel
import ShellReading

/// Follows a file from the command that fills it to the one that runs it or makes it executable.
struct CarriedFiles {
    /// What was done with a filled file.
    enum Use {
        case run
        case madeExecutable
    }

    private(set) var uses: [(line: ShellLine, use: Use)] = []
    private var files: Set<UntrustedText> = []
    /// Where filled archives were unpacked.
    private var folders: Set<UntrustedText> = []

    /// Looks for files that a pipeline with a command of a certain kind writes.
    init(in script: ScriptReading, from source: (ShellCommand) -> Bool) {
        for item in script.items {
            if item.pipeline.contains(where: source) {
                files.formUnion(item.pipeline.commands.flatMap(Self.targets))
                for command in item.pipeline.commands where item.pipeline.commands.count > 1 { unpack(command) }
            }
            guard !files.isEmpty || !folders.isEmpty else { continue }
            for command in item.pipeline.commands { follow(command, item.line) }
        }
    }

    private mutating func follow(_ command: ShellCommand, _ line: ShellLine) {
        let operands = command.operands.map { ShellPath.absolute($0, in: command.folder) }
        if isCarried(ShellPath.absolute(command.program, in: command.folder), command.program.holds("/"))
            || runs(command, operands)
        {
            uses.append((line, .run))
        } else if command.name == "chmod", Self.makesExecutable(command), operands.contains(where: isCarried) {
            uses.append((line, .madeExecutable))
        } else if ["cp", "mv", "ln", "install"].contains(command.name), operands.contains(where: files.contains) {
            files.formUnion(WriteTargets.files(of: command))
        } else if operands.contains(where: files.contains) {
            unpack(command)
        }
    }

    private mutating func unpack(_ command: ShellCommand) {
        guard Self.unpackers.contains(command.name) else { return }
        let folder =
            WriteTargets.option(command, short: "-C", long: "--directory")
            ?? WriteTargets.option(command, short: "-d", long: "--one-top-level") ?? "."
        folders.insert(ShellPath.absolute(folder, in: command.folder))
    }

    private static let unpackers: Set<UntrustedText> = ["tar", "unzip", "bsdtar", "7z"]
    private static let installers: Set<UntrustedText> = ["dpkg", "apt", "apt-get", "pip", "pip3", "gdebi"]

    private func isCarried(_ path: UntrustedText) -> Bool { isCarried(path, true) }

    private func isCarried(_ path: UntrustedText, _ isPath: Bool) -> Bool {
        guard isPath else { return false }
        if files.contains(path) { return true }
        guard !folders.isEmpty, path.bytes.count <= ShellPath.lengthLimit else { return false }
        // Every folder above the path, so that the cost does not grow with the number of folders.
        var end = path.bytes.endIndex
        while let slash = path.bytes[..<end].lastIndex(of: 0x2F), slash > 0 {
            if folders.contains(UntrustedText(path.bytes[..<slash])) { return true }
            end = slash
        }
        return false
    }

    private func runs(_ command: ShellCommand, _ operands: [UntrustedText]) -> Bool {
        if Self.installers.contains(command.name) {
            return command.operands.indices.contains { files.contains(operands[$0]) }
        }
        guard ShellPrograms.isInterpreter(command.name) || command.isSource else { return false }
        if let first = operands.first, isCarried(first) { return true }
        return command.redirections.contains {
            $0.kind == .read && files.contains(ShellPath.absolute($0.target.text, in: command.folder))
        }
    }

    private static func makesExecutable(_ command: ShellCommand) -> Bool {
        command.arguments.contains { word in
            let text = word.text
            return text.holds("+x") || text.holds("+rx") || text.ends(with: "755") || text.ends(with: "700")
                || text.ends(with: "777")
        }
    }

    private static func targets(of command: ShellCommand) -> [UntrustedText] {
        WriteTargets.files(of: command).filter { file in
            file.bytes.count > 1 && file.lastComponent != "-"
                && (!file.begins(with: "/dev/") || file.begins(with: "/dev/shm/"))
        }
    }
}

import AuditModel

/// One way in which an event names a path.
struct PathMention: Hashable {
    let path: HostPath
    let basis: LinkBasis
    let strength: Confidence
}

extension EventFacts {
    /// How many leading arguments may be the program that an interpreter runs.
    private static let leadingArguments = 4

    /// Every way in which the event names one of the paths, the strongest for each path; sorted by path.
    ///
    /// Executables of scripts are the interpreter with some sensors, so arguments and the command line count too, though
    /// only as far as they go: a path among the first four arguments is likely what runs, one elsewhere may be data.
    ///
    /// - Parameter commands: commands of hooks with the files that configure each: a shell that runs one comes from there.
    func mentions(of isWanted: (HostPath) -> Bool, commands: [UntrustedText: [HostPath]] = [:]) -> [PathMention] {
        var found: [HostPath: PathMention] = [:]
        func note(_ path: HostPath?, _ basis: LinkBasis, _ strength: Confidence) {
            guard let path, isWanted(path) else { return }
            if let known = found[path], known.strength >= strength { return }
            found[path] = PathMention(path: path, basis: basis, strength: strength)
        }
        note(file, .path, .high)
        note(originalFile, .renamedFrom, .high)
        note(process.executable, .path, .high)
        for (index, argument) in process.arguments.enumerated() {
            let isLeading = index < Self.leadingArguments
            note(process.path(for: argument), .argument, isLeading ? .high : .medium)
            for word in CommandWords.paths(in: argument) { note(word, .commandLine, .medium) }
            for file in commands[argument] ?? [] { note(file, .hookCommand, .high) }
        }
        if let line = process.commandLine {
            for word in CommandWords.paths(in: line) { note(word, .commandLine, .medium) }
        }
        return found.values.sorted { $0.path < $1.path }
    }
}

extension HostPath {
    /// The package after which a file of dpkg's info folder is named; nil for any other path.
    var packageOfScript: UntrustedText? {
        guard parent == "/var/lib/dpkg/info", let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0 else {
            return nil
        }
        return UntrustedText(name.bytes[..<dot].prefix { $0 != UInt8(ascii: ":") })
    }

    /// Whether everybody may put files there, so that nothing in it is vouched for by its place.
    var isInSharedFolder: Bool {
        (["/tmp", "/var/tmp", "/dev/shm", "/run/user", "/run/lock"] as [HostPath]).contains { isBeneath($0) }
    }
}

extension ObservedProcess {
    /// What runs a script of dpkg's or apt's folders, where the event names the script as program: its first argument.
    var interpreter: HostPath? {
        guard let executable, AuditReport.isInScope(executable), let first = arguments.first,
            first.bytes.first == UInt8(ascii: "/")
        else { return nil }
        let path = HostPath(first.bytes)
        return path == executable ? nil : path
    }

    /// The absolute path that an argument stands for, relative to the process's folder where that is known.
    func path(for argument: UntrustedText) -> HostPath? {
        guard let first = argument.bytes.first else { return nil }
        if first == UInt8(ascii: "/") { return HostPath(argument.bytes) }
        guard let workingFolder, first != UInt8(ascii: "-") else { return nil }
        return workingFolder.appending(argument)
    }
}

/// Finds absolute paths inside a command line without taking it for shell.
enum CommandWords {
    static func paths(in line: UntrustedText) -> [HostPath] {
        line.bytes.split { byte in
            byte.isASCIISpace || byte < 0x20 || "\"'`;|&()<>=$,".utf8.contains(byte)
        }
        .filter { $0.count > 1 && $0.first == UInt8(ascii: "/") }
        .map { HostPath($0) }
    }
}

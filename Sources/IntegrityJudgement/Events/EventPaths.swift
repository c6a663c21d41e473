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

    /// Paths of one event that are followed.
    static let mentionLimit = 256

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
            if found.count >= Self.mentionLimit, found[path] == nil { return }
            found[path] = PathMention(path: path, basis: basis, strength: strength)
        }
        note(file, .path, .high)
        note(originalFile, .renamedFrom, .high)
        note(process.executable, .path, .high)
        for (index, argument) in process.arguments.enumerated() {
            let isLeading = index < Self.leadingArguments
            if let named = process.path(for: argument, isFirst: index == 0) {
                note(named.path, .argument, named.isPlain ? .low : isLeading ? .high : .medium)
            }
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
        guard parent == DebianPaths.dpkgInfo, let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0 else {
            return nil
        }
        return UntrustedText(name.bytes[..<dot].prefix { $0 != UInt8(ascii: ":") })
    }

    /// Whether the path is named as a maintainer script is.
    fileprivate var isNamedAsScript: Bool {
        guard packageOfScript != nil, let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")) else { return false }
        return InfoEntry.scriptMembers.contains(UntrustedText(name.bytes[(dot + 1)...]))
    }

    /// Whether everybody may put files there, so that nothing in it is vouched for by its place.
    var isInSharedFolder: Bool {
        SharedFolders.hold(self)
    }
}

extension ObservedProcess {
    /// What runs a script of dpkg's or apt's folders, where the event names the script as program: its first argument.
    var interpreter: HostPath? {
        guard let executable, Judgement.isInScope(executable), let first = arguments.first,
            first.bytes.first == UInt8(ascii: "/")
        else { return nil }
        let path = HostPath(first.bytes)
        return path == executable ? nil : path
    }

    /// The path that an argument stands for, where that can be told; `isPlain` for a word that may be any other thing.
    ///
    /// - Parameter isFirst: whether it is the name by which the process was called, which is looked for in `PATH`.
    func path(for argument: UntrustedText, isFirst: Bool) -> (path: HostPath, isPlain: Bool)? {
        guard let first = argument.bytes.first, first != UInt8(ascii: "-") else { return nil }
        if first == UInt8(ascii: "/") { return (HostPath("/".utf8).resolving(argument), false) }
        let hasSlash = argument.bytes.contains(UInt8(ascii: "/"))
        guard let workingFolder, hasSlash || !isFirst else { return nil }
        let path = workingFolder.resolving(argument)
        return (path, !hasSlash && !path.isNamedAsScript)
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

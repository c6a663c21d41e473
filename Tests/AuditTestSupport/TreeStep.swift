import Foundation

/// Carries out one statement that changes the tree or an archive beside it.
struct TreeStep {
    let statement: TreeStatement
    let folder: String

    /// A word that is a path: `/...` in the tree, `archives:...` beside it.
    func path(_ index: Int) throws -> [UInt8] {
        let word = try statement.word(index)
        let prefix = Array("archives:".utf8)
        if word.starts(with: prefix) {
            return Array((folder + "/archives/").utf8) + word.dropFirst(prefix.count)
        }
        guard word.first == UInt8(ascii: "/") else {
            throw statement.failure("a path begins with a slash or with archives:")
        }
        return Array((folder + "/tree").utf8) + word
    }

    func perform() throws {
        switch statement.verb {
        case "file", "hex", "dir", "link", "hardlink", "fifo", "sparse": try make()
        case "append", "replace", "rehash", "truncate", "second-stream": try change()
        case "remove", "move", "copy", "bind": try rearrange()
        case "index": try IndexBuilder(folder: folder, statement: statement).build()
        case "chmod": try HostFiles.setMode(octal(statement.text(1)), of: path(0))
        case "chown":
            let owner = try statement.owner(statement.text(1))
            try HostFiles.setOwner(owner.uid, owner.gid, of: path(0))
        case "chown-all":
            let owner = try statement.owner(statement.text(1))
            for path in try HostFiles.walk(path(0)) { try HostFiles.setOwner(owner.uid, owner.gid, of: path) }
        case "touch": try HostFiles.setTime(statement.seconds(statement.text(1)), of: path(0))
        default: throw statement.failure("no such verb")
        }
    }

    private func octal(_ text: String) throws -> UInt32 {
        guard let mode = UInt32(text, radix: 8) else { throw statement.failure("\(text) is no mode") }
        return mode
    }

    // MARK: new entries

    private func make() throws {
        let path = try path(0)
        try HostFiles.makeFolder(HostFiles.parent(of: path))
        switch statement.verb {
        case "file": try HostFiles.write(statement.requiredBody(), to: path)
        case "hex": try HostFiles.write(hexBytes(), to: path)
        case "dir": try HostFiles.makeFolder(path)
        case "link":
            try HostFiles.makeLink(path, to: statement.word(2))
            return
        case "hardlink": try HostFiles.makeHardLink(path, to: self.path(2))
        case "fifo": try HostFiles.makeFIFO(path)
        default:
            try HostFiles.write([], to: path)
            try HostFiles.cut(path, to: try number(1))
        }
        if let owner = statement.options["owner"] {
            let owner = try statement.owner(owner)
            try HostFiles.setOwner(owner.uid, owner.gid, of: path)
        }
        if let mode = try statement.mode() { try HostFiles.setMode(mode, of: path) }
        if let time = try statement.time() { try HostFiles.setTime(time, of: path) }
    }

    private func number(_ index: Int) throws -> Int {
        guard let number = Int(try statement.text(index)) else { throw statement.failure("needs a number") }
        return number
    }

    /// Pairs of hexadecimal digits; white space is free.
    private func hexBytes() throws -> [UInt8] {
        let digits = try statement.requiredBody().filter { $0 != 0x20 && $0 != 0x0A }
        return try stride(from: 0, to: digits.count, by: 2).map { start in
            let pair = String(decoding: digits[start..<min(start + 2, digits.count)], as: UTF8.self)
            guard pair.utf8.count == 2, let byte = UInt8(pair, radix: 16) else {
                throw statement.failure("\(pair) is no byte")
            }
            return byte
        }
    }

    // MARK: changed bytes

    private func change() throws {
        let path = try path(0)
        let before = try HostFiles.facts(path)
        switch statement.verb {
        case "append": try HostFiles.write(HostFiles.read(path) + statement.requiredBody(), to: path)
        case "replace": try replace(in: path)
        case "rehash": try rehash(in: path)
        case "second-stream":
            try HostFiles.write(
                DebSurgery.addingStream(to: HostFiles.read(path), member: statement.text(1)), to: path)
        default: try HostFiles.cut(path, to: try number(1))
        }
        if statement.options["mtime"] == "keep" {
            try HostFiles.setTime(Int64(before.st_mtim.tv_sec), of: path)
        } else if let time = try statement.time() {
            try HostFiles.setTime(time, of: path)
        }
    }

    private func replace(in path: [UInt8]) throws {
        let bytes = try HostFiles.read(path)
        guard let range = Data(bytes).range(of: Data(try statement.word(1))) else {
            throw statement.failure("\(try statement.text(1)) does not stand there")
        }
        try HostFiles.write(
            Array(bytes[..<range.lowerBound]) + statement.word(2) + bytes[range.upperBound...], to: path)
    }

    /// Makes the record for a file agree with the file's bytes: an md5sums line, or a line of a Conffiles field.
    private func rehash(in path: [UInt8]) throws {
        let target = try statement.word(1)
        let sum = try Command.require(
            "md5sum", ["--", folder + "/tree" + String(decoding: target, as: UTF8.self)]
        ).output.prefix(32)
        let isStatus = path.suffix(6).elementsEqual("status".utf8)
        let name = isStatus ? target : Array(target.dropFirst())
        var isFound = false
        let lines = try HostFiles.read(path).split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            var words = line.split(separator: 0x20).map(Array.init)
            guard let index = words.firstIndex(of: name), words.count >= 2 else { return Array(line) }
            isFound = true
            words[index == 0 ? 1 : 0] = Array(sum)
            return isStatus
                ? [0x20] + Array(words.joined(separator: [0x20])) : Array(words.joined(separator: [0x20, 0x20]))
        }
        guard isFound else { throw statement.failure("there is no record of \(try statement.text(1))") }
        try HostFiles.write(Array(lines.joined(separator: [0x0A])), to: path)
    }

    // MARK: moved and removed

    private func rearrange() throws {
        let path = try path(0)
        switch statement.verb {
        case "remove":
            _ = try HostFiles.facts(path)
            try Command.require("rm", ["-r", "--", String(decoding: path, as: UTF8.self)])
        case "move": try HostFiles.move(path, to: self.path(2))
        case "bind": try HostFiles.bind(path, over: self.path(2))
        default:
            let target = try self.path(2)
            try HostFiles.makeFolder(HostFiles.parent(of: target))
            try Command.require(
                "cp", ["-a", "--", String(decoding: path, as: UTF8.self), String(decoding: target, as: UTF8.self)])
        }
    }
}

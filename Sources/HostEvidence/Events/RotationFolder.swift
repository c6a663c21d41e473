import AuditModel
import FileFormats
import Glibc

/// The folder of an input, searched for the files that the input was rotated to.
struct RotationFolder {
    let names: RotationNames
    /// Why the folder, or a part of it, could not be looked at.
    private(set) var losses: [ReportText] = []
    private let input: UntrustedText
    /// With its slash; empty for the current folder.
    private let path: [UInt8]
    private var found: [UntrustedText] = []

    /// Names that are looked at.
    private static let nameLimit = 10_000

    init(of input: UntrustedText) {
        self.input = input
        path = input.bytes.lastIndex(of: UInt8(ascii: "/")).map { Array(input.bytes[...$0]) } ?? []
        names = RotationNames(of: Array(input.bytes.dropFirst(path.count)))
        do throws(FileReadError) {
            found = try SmallFile.names(in: UntrustedText(path.isEmpty ? [UInt8(ascii: ".")] : path))
        } catch {
            losses.append("\(input): its folder cannot be read: \(error.reason); what was rotated there is not read")
        }
        if found.count > Self.nameLimit {
            losses.append("\(input): its folder has more than \(Self.nameLimit) names; rotations may be among the rest")
            found.removeSubrange(Self.nameLimit...)
        }
    }

    /// The name in the folder of a file that was opened there.
    func name(of file: TracedInput) -> UntrustedText { UntrustedText(file.name.bytes.dropFirst(path.count)) }

    /// Regular files that are rotations by their names or have an inode, newest first.
    ///
    /// - Parameter losses: takes those that cannot be opened.
    func files(limit: Int, with inode: UInt64, _ losses: inout [ReportText]) -> [TracedInput] {
        var listed: [(path: UntrustedText, modified: Int)] = []
        for name in found {
            let path = UntrustedText(self.path + name.bytes)
            var facts = stat()
            // A FIFO would keep its opener waiting.
            guard path != input, unsafe lstat(path.bytes.map { CChar(bitPattern: $0) } + [0], &facts) == 0,
                facts.st_mode & S_IFMT == S_IFREG, facts.st_ino == inode || names.age(of: name) != nil
            else { continue }
            // The file before comes first, however long nobody has written to it.
            listed.append((path, facts.st_ino == inode ? .max : facts.st_mtim.tv_sec))
        }
        listed.sort { $0.modified == $1.modified ? $0.path < $1.path : $0.modified > $1.modified }
        var files: [TracedInput] = []
        for (path, _) in listed.prefix(limit) {
            do throws(ArchiveProblem) {
                files.append(try TracedInput(path))
            } catch {
                losses.append("\(path): \(error.reason); what was rotated there is not read")
            }
        }
        return files
    }

    /// How many of the rotations that are counted and come before a number are not there.
    func missing(before number: Int) -> Int {
        let present = Set(found.compactMap { names.number(of: $0) })
        return (1..<max(number, 1)).count { !present.contains($0) }
    }
}

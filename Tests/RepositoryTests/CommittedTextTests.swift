import Foundation
import Testing

@Suite struct `Committed text` {
    /// Spelled in parts, so that this file is not the first to be found.
    static let foreignNames: [String] =
        [
            "deb." + "debian.org", "security." + "debian.org", "snapshot." + "debian.org", "archive." + "ubuntu.com",
            "security." + "ubuntu.com", "pypi" + ".org", "python" + "hosted",
        ] + ["work", "farm"].map { "/" + $0 + "/" }

    @Test func `no file names a package registry or a path of one machine`() throws {
        #expect(try TrackedFiles.read { _ in true }.flatMap(Self.foreignPlaces) == [])
    }

    @Test(arguments: foreignNames)
    func `a foreign name is seen`(name: String) {
        #expect(Self.foreignPlaces(in: TextFile("first\nsee \(name)here\n")).count == 1)
    }

    @Test func `no file has stray white space`() throws {
        let files = try TrackedFiles.read { path in
            !path.hasPrefix("fixtures/") && !path.hasSuffix(".png") && path != "LICENSE"
        }
        #expect(files.flatMap(Self.strayWhiteSpace) == [])
    }

    @Test(arguments: ["a \n", "a\t\n", "a\r\n", "a", "a\n\n", "\ta\n"])
    func `stray white space is seen`(text: String) {
        #expect(Self.strayWhiteSpace(in: TextFile(text)).count == 1)
    }

    @Test(arguments: ["", "a\n", "a\n\n    b\n"])
    func `a tidy file passes`(text: String) {
        #expect(Self.strayWhiteSpace(in: TextFile(text)) == [])
    }

    static func foreignPlaces(in file: TextFile) -> [String] {
        guard foreignNames.contains(where: { file.bytes.range(of: Data($0.utf8)) != nil }) else { return [] }
        return file.places { line in foreignNames.contains { line.contains($0) } }
    }

    /// Spaces at the end of a line, tabs in Swift, and anything but one line feed at the end of a file.
    static func strayWhiteSpace(in file: TextFile) -> [String] {
        let isSwift = file.path.hasSuffix(".swift")
        let lines = file.places { line in
            let endsInSpace = line.utf8.last.map(" \t\r".utf8.contains) ?? false
            return endsInSpace || (isSwift && line.utf8.contains(UInt8(ascii: "\t")))
        }
        let endsWell = file.lines.last == "" && file.lines.dropLast().last != ""
        return lines + (endsWell ? [] : ["\(file.path): does not end with one line feed"])
    }
}

import AuditModel
import Glibc
import IntegrityJudgement
import Testing

/// This machine's own maintainer scripts, which Debian ships: the patterns must leave them alone.
@Suite struct GenuineScriptsTests {
    private static let folder = "/var/lib/dpkg/info"

    @Test func `no script of this machine looks like an attack`() {
        let names = Self.scriptNames()
        #expect(names.count > 50)
        var loud: [String] = []
        var suggestive = 0
        for name in names {
            let stem = name.utf8[..<(name.utf8.lastIndex(of: 0x2E) ?? name.utf8.endIndex)]
            let package = UntrustedText(stem.prefix { $0 != 0x3A })
            for match in ContentPatterns.matches(in: Self.read(Self.folder + "/" + name), package: package) {
                if match.severity >= .high { loud.append("\(name):\(match.line) \(match.pattern)") }
                if match.severity == .medium { suggestive += 1 }
            }
        }
        #expect(loud == [])
        #expect(suggestive * 100 <= names.count)
    }

    private static func scriptNames() -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            let members = [".preinst", ".postinst", ".prerm", ".postrm", ".config"]
            if members.contains(where: name.hasSuffix) { names.append(name) }
        }
        return names.sorted()
    }

    private static func read(_ path: String) -> [UInt8] {
        guard let file = unsafe fopen(path, "r") else { return [] }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }
}

import AuditModel
import FileFormats
import Testing

/// Where passwd says that root is at home.
struct RootHomesTests {
    private func homes(_ text: String) -> [HostPath] {
        RootHomes.homes(in: Array(text.utf8)).homes
    }

    @Test func `every account of uid 0 counts, however it is written, and each home once`() {
        let text = "root:x:0:0:root:/opt/rh:/bin/sh\nmate:x:1000:1000::/home/mate:\ntoor:x:00:0::/home/toor/\n"
        #expect(homes(text) == ["/opt/rh", "/home/toor"])
        #expect(homes(text + "again:x:0:0::/opt/rh:\n").count == 2)
    }

    @Test(arguments: ["", "root\n", "root:x::0:root:/root:\n", "root:x:0x0:0::/root:\n"])
    func `a line that names no uid 0 is passed over`(text: String) {
        #expect(homes(text).isEmpty)
    }

    @Test func `more homes than any system has are not all read, and that is said`() {
        let text = (0...RootHomes.limit).map { "r\($0):x:0:0::/h\($0):\n" }.joined()
        let (homes, isComplete) = RootHomes.homes(in: Array(text.utf8))
        #expect(homes.count == RootHomes.limit)
        #expect(!isComplete)
    }
}

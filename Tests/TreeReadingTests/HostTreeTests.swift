import AuditModel
import AuditTestSupport
import Glibc
import Testing
import TreeReading

/// Every way out of a root, and everything in it that could make a reader wait or choke.
struct HostTreeTests {
    /// A root beside a secret that no path below the root may reach.
    private func withTree(_ steps: String, _ body: (HostTree) throws -> Void) throws {
        let built = try TreeBuilder.build(TreeDescription(steps, file: "HostTreeTests"))
        defer { built.remove() }
        try HostFiles.write(Array("secret".utf8), to: Array((built.folder + "/secret").utf8))
        try body(HostTree(root: Array(built.tree.utf8)))
    }

    private func failure(_ work: () throws(HostAccessError) -> Void) -> HostAccessError.Code? {
        do throws(HostAccessError) {
            try work()
            return nil
        } catch {
            return error.code
        }
    }

    @Test(arguments: ["/secret", "../secret", "../../../../../../../secret", "up/../../secret", "/up/secret"])
    func `a link never leads out of the root`(target: String) throws {
        try withTree("link /l -> \(target)\nlink /up -> ..\n") { (tree: HostTree) throws in
            #expect(
                failure { () throws(HostAccessError) in _ = try tree.read("/l", cap: 100, followingLink: true) }
                    == .system(ENOENT))
        }
    }

    @Test func `a chain of links ends inside the root`() throws {
        try withTree("link /a -> /b\nlink /b -> ../../c/../d\ndir /c\nfile /d <<END\nx\nEND\n") {
            (tree: HostTree) throws in
            #expect(try tree.read("/a", cap: 100, followingLink: true).bytes == Array("x\n".utf8))
        }
    }

    @Test func `a folder that is a link is followed inside the root`() throws {
        try withTree("link /etc -> /usr/etc\nfile /usr/etc/x <<END\nx\nEND\n") { (tree: HostTree) throws in
            #expect(try tree.read("/etc/x", cap: 100).bytes == Array("x\n".utf8))
            #expect(try tree.folder("/etc").names().names == ["x"])
        }
    }

    @Test(arguments: ["link /l -> /l\n", "link /l -> /m\nlink /m -> l\n"])
    func `links in a circle end`(steps: String) throws {
        try withTree(steps) { (tree: HostTree) throws in
            #expect(
                failure { () throws(HostAccessError) in _ = try tree.read("/l", cap: 100, followingLink: true) }
                    == .system(ELOOP))
        }
    }

    @Test func `links of the kernel are not followed`() throws {
        try withTree("dir /proc\nlink /l -> /proc/self/root/secret\n") { (tree: HostTree) throws in
            #expect(
                failure { () throws(HostAccessError) in _ = try tree.read("/l", cap: 100, followingLink: true) } != nil)
        }
    }

    @Test func `a link is not followed unless it is asked for`() throws {
        try withTree("link /l -> /f\nfile /f <<END\nx\nEND\n") { (tree: HostTree) throws in
            #expect(
                failure { () throws(HostAccessError) in _ = try tree.read("/l", cap: 100) } == .notRegular(.symlink))
            #expect(try tree.facts(of: "/l").linkTarget == "/f")
        }
    }

    @Test func `what is no file is told and not opened`() throws {
        try withTree("fifo /fifo\ndir /dir\n") { (tree: HostTree) throws in
            #expect(
                failure { () throws(HostAccessError) in _ = try tree.read("/fifo", cap: 100) } == .notRegular(.fifo))
            #expect(
                failure { () throws(HostAccessError) in _ = try tree.read("/dir", cap: 100) } == .notRegular(.directory)
            )
        }
    }

    @Test func `no more than the cap is read`() throws {
        try withTree("sparse /hole 1099511627776\nfile /f <<END\n123456789\nEND\n") { (tree: HostTree) throws in
            #expect(
                failure { () throws(HostAccessError) in _ = try tree.read("/hole", cap: 1 << 20) }
                    == .tooLarge(limit: 1 << 20))
            #expect(failure { () throws(HostAccessError) in _ = try tree.read("/f", cap: 9) } == .tooLarge(limit: 9))
            #expect(try tree.read("/f", cap: 10).bytes.count == 10)
        }
    }

    @Test func `names are bytes`() throws {
        try withTree("file \"/d/\\xff\\n\\x1b\" <<END\nx\nEND\nfile /d/.hidden <<END\nEND\n") {
            (tree: HostTree) throws in
            let folder = try tree.folder("/d")
            let odd = UntrustedText([0xFF, 0x0A, 0x1B])
            #expect(try folder.names().names == [".hidden", odd])
            #expect(try folder.read(odd, cap: 10).bytes == Array("x\n".utf8))
        }
    }

    @Test func `a name never climbs out of its folder`() throws {
        try withTree("file /d/x <<END\nEND\nfile /secret <<END\nEND\n") { (tree: HostTree) throws in
            let folder = try tree.folder("/d")
            #expect(
                failure { () throws(HostAccessError) in _ = try folder.read("../secret", cap: 10) } == .system(EXDEV))
        }
    }

    @Test func `a root that is not there, or no folder, is an error`() throws {
        #expect(
            failure { () throws(HostAccessError) in _ = try HostTree(root: Array("/nonexistent".utf8)) }
                == .system(ENOENT))
        #expect(
            failure { () throws(HostAccessError) in _ = try HostTree(root: Array("/etc/passwd".utf8)) }
                == .system(ENOTDIR))
    }

    @Test func `the running system is known for what it is`() throws {
        #expect(try HostTree(root: Array("/".utf8)).isLive)
        try withTree("dir /x\n") { (tree: HostTree) throws in #expect(!tree.isLive) }
    }
}

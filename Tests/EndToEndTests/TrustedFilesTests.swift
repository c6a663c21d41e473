import AuditTestSupport
import Foundation
import Testing

/// Exceptions, rules and the configuration decide what is silenced, and are obeyed only where nobody else wrote them.
@Suite struct `Files that the program obeys` {
    /// A folder with events, exceptions, a folder of rules and a configuration.
    private struct Yard {
        let folder: String

        init() throws {
            folder = try TestFolders.make("obeyed")
            try write("events", "{\"event.id\":\"E1\"}\n")
            try HostFiles.makeFolder(bytes("own"))
            try write("own/x.json", "{\"version\":1,\"exceptions\":[]}")
            try HostFiles.makeFolder(bytes("rules"))
            try write(
                "rules/mine.yml", String(decoding: RuleText.rule("a:\n    event.id: E1\ncondition: a"), as: UTF8.self))
            try HostFiles.makeFolder(bytes("etc/conf.d"))
            try write("etc/debvouch.conf", "Root: \(folder)/none\n")
            try write("etc/conf.d/more.conf", "Fail-On: high\n")
        }

        func bytes(_ name: String) -> [UInt8] { Array("\(folder)/\(name)".utf8) }

        func write(_ name: String, _ text: String) throws { try HostFiles.write(Array(text.utf8), to: bytes(name)) }

        /// Uses the exceptions, the rules or the configuration.
        func run(_ what: String) throws -> CommandResult {
            switch what {
            case "exceptions":
                try BuiltProgram.run(["detect", "events", "--exceptions", "own/x.json"], in: folder)
            case "rules": try BuiltProgram.run(["detect", "events", "--rules", "rules"], in: folder)
            default:
                try BuiltProgram.run(["check", "--config", "etc/debvouch.conf", "--state-directory", "s"], in: folder)
            }
        }
    }

    private static let places = [
        ("exceptions", "own/x.json", "own"), ("rules", "rules/mine.yml", "rules"),
        ("configuration", "etc/debvouch.conf", "etc"), ("configuration", "etc/conf.d/more.conf", "etc/conf.d"),
    ]

    @Test(arguments: places)
    func `a file or folder that others can change is 78, and said`(what: String, file: String, folder: String) throws {
        for (name, modes) in [(file, [0o666, 0o646, 0o602]), (folder, [0o777, 0o757])] as [(String, [UInt32])] {
            for mode in modes {
                let yard = try Yard()
                #expect(try yard.run(what).status != 78)
                try HostFiles.setMode(mode, of: yard.bytes(name))
                let result = try yard.run(what)
                #expect(result.status == 78, "\(name) \(String(mode, radix: 8))")
                #expect(result.text == "")
                let words = "can be changed by others (mode 0\(String(mode, radix: 8))), so it is not obeyed"
                #expect(result.errors.contains(words), "\(result.errors)")
            }
        }
    }

    @Test(arguments: places)
    func `a file of another user, or one below a folder of his, is 78`(what: String, file: String, folder: String)
        throws
    {
        for name in [file, folder] {
            let yard = try Yard()
            try HostFiles.setOwner(1_234, 0, of: yard.bytes(name))
            let result = try yard.run(what)
            #expect(result.status == 78)
            #expect(result.errors.contains("belongs to the user 1234, neither root nor the caller"), "\(result.errors)")
        }
    }

    @Test(arguments: places)
    func `a FIFO or folder in the place of a file is 78 and nothing waits for it`(
        what: String, file: String, folder: String
    ) throws {
        for makesFIFO in [true, false] {
            let yard = try Yard()
            try FileManager.default.removeItem(atPath: yard.folder + "/" + file)
            if makesFIFO {
                try HostFiles.makeFIFO(yard.bytes(file))
            } else {
                try HostFiles.makeFolder(yard.bytes(file))
            }
            let result = try yard.run(what)
            #expect(result.status == 78)
            #expect(result.errors.contains("it is no regular file"), "\(result.errors)")
        }
    }

    @Test func `a link is as good as what it leads to and the folders on both ways`() throws {
        let yard = try Yard()
        try HostFiles.makeFolder(yard.bytes("open"))
        try HostFiles.move(yard.bytes("own/x.json"), to: yard.bytes("open/x.json"))
        try HostFiles.makeLink(yard.bytes("own/x.json"), to: Array("../open/x.json".utf8))
        #expect(try yard.run("exceptions").status != 78)
        try HostFiles.setMode(0o777, of: yard.bytes("open"))
        let result = try yard.run("exceptions")
        #expect(result.status == 78)
        #expect(result.errors.contains("/open can be changed by others"))
        // As in /tmp, where the tests themselves may run.
        try HostFiles.setMode(0o1777, of: yard.bytes("open"))
        #expect(try yard.run("exceptions").status != 78)
    }

    @Test func `a state that is a FIFO is refused and nothing waits for it`() throws {
        let yard = try Yard()
        try HostFiles.makeFIFO(yard.bytes("state"))
        let result = try BuiltProgram.run(["detect", "events", "--state", "state"], in: yard.folder)
        #expect(result.status == 78)
    }
}

import AuditTestSupport
import FileFormats
import Foundation
import Testing

@testable import HostEvidence

@Suite struct `An open archive file` {
    @Test func `Knows that it was written to while it was read`() throws {
        let workshop = try DebWorkshop()
        let url = try workshop.write(DebBuilder().bytes, to: "a.deb")
        let handle = try FileHandle(forReadingFrom: url)
        let file = try ArchiveFile(descriptor: handle.fileDescriptor)
        try file.requireUnchanged()
        let writer = try FileHandle(forWritingTo: url)
        try writer.truncate(atOffset: 100)
        #expect(throws: ArchiveProblem.self) { try file.requireUnchanged() }
        let problem = #expect(throws: ArchiveProblem.self) { try file.bytes(at: 90, count: 20) }
        #expect(problem?.isMalformed == false)
        try handle.close()
    }

    @Test func `Says so when a read fails`() throws {
        let workshop = try DebWorkshop()
        let handle = try FileHandle(forWritingTo: try workshop.write([1, 2, 3], to: "a.deb"))
        let file = try ArchiveFile(descriptor: handle.fileDescriptor)
        let problem = #expect(throws: ArchiveProblem.self) { try file.bytes(at: 0, count: 1) }
        #expect(problem?.isMalformed == false)
        try handle.close()
    }
}

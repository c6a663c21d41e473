import AuditTestSupport
import Glibc
import Testing

@Suite struct `A machine without /proc` {
    /// Runs the program in a mount namespace of its own, where nothing is to be seen in /proc.
    ///
    /// Root needs no user namespace for that, which a chroot does not give.
    private func run(_ arguments: [String]) throws -> CommandResult {
        let script = "mount -t tmpfs none /proc && exec \"$0\" \"$@\""
        let namespaces = ["--mount"] + (getuid() == 0 ? [] : ["--map-root-user"])
        return try Command.run(
            "unshare", namespaces + ["--", "sh", "-c", script, BuiltProgram.path] + arguments)
    }

    @Test(arguments: [["audit"], ["audit", "--report", "json"], ["schema"], []])
    func `is told at once, and never gets the answer that nothing was found`(arguments: [String]) throws {
        let result = try run(arguments)
        #expect(result.status == 69)
        #expect(result.output == [])
        #expect(
            result.errors == "debvouch: /proc is not mounted, and nothing works without it: mount -t proc proc /proc\n")
    }
}

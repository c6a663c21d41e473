import AuditTestSupport
import Testing

@Suite struct `A machine without /proc` {
    /// Runs the program in a mount namespace of its own, where nothing is to be seen in /proc.
    private func run(_ arguments: [String]) throws -> CommandResult {
        let script = "mount -t tmpfs none /proc && exec \"$0\" \"$@\""
        return try Command.run(
            "unshare", ["--mount", "--map-root-user", "--", "sh", "-c", script, BuiltProgram.path] + arguments)
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

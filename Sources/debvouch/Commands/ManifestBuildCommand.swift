import ArgumentParser
import AuditModel
import AuditReports
import HostEvidence
import TreeReading

/// `debvouch manifest build`.
struct ManifestBuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Make a store from archives that signed indexes prove.",
        discussion: "Exit status: 0 every archive was proven; 2 some were left out. From 64 on: sysexits.h.")

    @Argument(help: ArgumentHelp("The store to make.", valueName: "file"))
    var output: String

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Folders with .deb files.", valueName: "dir"))
    var archives: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Folders with signed indexes.", valueName: "dir"))
    var index: [String] = []

    @OptionGroup var trust: TrustOptions

    @Option(help: ArgumentHelp("How many files to read at one time.", valueName: "n"))
    var jobs = 2

    func validate() throws {
        if archives.isEmpty { throw ValidationError("--archives is needed") }
        if !(1...64).contains(jobs) { throw ValidationError("--jobs takes a number from 1 to 64") }
    }

    private var request: AuditRequest {
        var request = AuditRequest()
        request.archives = archives.map { MachinePath.absolute(UntrustedText($0.utf8)) }
        request.indexes = index.map { MachinePath.absolute(UntrustedText($0.utf8)) }
        request.keyrings = trust.keyrings
        request.trusted = trust.fingerprints
        return request
    }

    func run() async throws {
        try await Debvouch.reportingFailures { () async throws(Failure) -> Int32 in
            let request = request
            try MachinePath.requireReadable(request.archives, as: "the archive folder")
            try MachinePath.requireReadable(request.indexes, as: "the index folder")
            let build: ManifestBuild
            do throws(HostAccessError) {
                build = try await ManifestBuild(
                    folders: request.archives, indexes: request.indexes, keyrings: request.keyrings,
                    trusted: request.trusted, jobs: jobs)
            } catch {
                throw Failure(.ioError, "cannot read this machine's files: \(error.reason)")
            }
            if build.proven.isEmpty {
                throw Failure(
                    .unusableData, "no archive is proven by a signed index; nothing was written (--index, --trust)")
            }
            for location in build.unproven { Terminal.complain("left out, no signed index lists it: \(location)") }
            for archive in build.unusable { Terminal.complain("left out, \(archive.reason): \(archive.location)") }
            let added = try ManifestOutput.write([build.proven], to: output)
            try Terminal.write(Array("archives: \(added), in \(Escaping.printable(UntrustedText(output.utf8)))\n".utf8))
            return build.unproven.isEmpty && build.unusable.isEmpty ? 0 : 2
        }
    }
}

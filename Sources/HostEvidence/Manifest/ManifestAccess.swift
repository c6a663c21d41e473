package import AuditModel

/// Opens known-good stores.
package enum ManifestAccess {
    /// The store, and a sentence on its signature; a signature that does not hold ends the program.
    package static func open(
        _ path: UntrustedText, keyrings: [UntrustedText], trusted: [KeyFingerprint]
    ) async throws(Failure) -> (store: ManifestStore, seal: ReportText) {
        do throws(ManifestError) {
            let file = try ManifestFile(path: MachinePath.absolute(path))
            switch try await file.seal(keyrings: keyrings, trusted: trusted) {
            case .trusted(let key):
                return (try file.store(isTrusted: true), "signed by \(ours: key.hex), which is trusted")
            case .unpinned(let key):
                return (
                    try file.store(isTrusted: false),
                    "signed by \(ours: key.hex), which is not trusted (--trust): everything in it is archive-only"
                )
            case .unknownKey(let reason):
                return (try file.store(isTrusted: false), "signed, but \(reason): everything in it is archive-only")
            case .unsigned:
                return (try file.store(isTrusted: false), "not signed: everything in it is archive-only")
            }
        } catch {
            throw Failure(error)
        }
    }

    package static func all(of store: ManifestStore) throws(Failure) -> [PackageArchive] {
        do throws(ManifestError) {
            return try store.all()
        } catch {
            throw Failure(error)
        }
    }
}

extension Failure {
    package init(_ error: ManifestError) {
        let status: ExitStatus =
            switch error.code {
            case .unreadable: .noInput
            case .malformed, .badSignature: .unusableData
            case .missingProgram: .unavailable
            case .unwritable: .cannotCreate
            }
        self.init(status, "\(error.path): \(error.reason)")
    }
}

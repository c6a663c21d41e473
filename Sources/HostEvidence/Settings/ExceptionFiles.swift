package import AuditModel
import FileFormats

/// Reads the exceptions of the operator.
package enum ExceptionFiles {
    /// Every exception, in the order of the files.
    ///
    /// - Throws: 66 or 77 for a file that cannot be read, 78 for one that others can change, that is wrong or that repeats
    ///   the id of another.
    package static func load(_ files: [UntrustedText]) throws(Failure) -> [AuditException] {
        var loaded: [AuditException] = []
        var places: [UntrustedText: ExceptionSource] = [:]
        for path in files {
            for exception in try Self.read(path) {
                if let first = places[exception.id] {
                    throw Failure(
                        .configuration,
                        "\(exception.source.text): the id \(exception.id) stands in \(first.text) already")
                }
                places[exception.id] = exception.source
                loaded.append(exception)
            }
        }
        return loaded
    }

    private static func read(_ path: UntrustedText) throws(Failure) -> [AuditException] {
        let bytes: [UInt8]
        do throws(FileReadError) {
            bytes = try TrustedFile.read(path, limit: ExceptionFile.sizeLimit)
        } catch {
            throw Failure(
                Failure.status(of: error), "cannot read the exceptions in \(path): \(error.reason)")
        }
        do throws(JSONMistake) {
            return try ExceptionFile.read(bytes, name: path)
        } catch {
            throw Failure(.configuration, error.text(in: path))
        }
    }
}

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

    /// What stands in a file to which exceptions are added; nothing where there is no such file.
    ///
    /// - Throws: as `load`.
    package static func existing(_ path: UntrustedText) throws(Failure) -> [AuditException] {
        try content(of: path) == nil ? [] : load([path])
    }

    /// Adds exceptions to a file, whole or not at all; what stood there stays as it was written.
    ///
    /// - Throws: as `load`, and 73 or 74 where the file cannot be written or others could change its folder.
    package static func append(_ new: [AuditException], to path: UntrustedText) throws(Failure) {
        let folder = path.bytes.lastIndex(of: UInt8(ascii: "/")).map { Array(path.bytes[...$0]) } ?? Array("./".utf8)
        try PrivateFolder.require(String(decoding: folder, as: UTF8.self), as: "the folder of the exceptions")
        let before = try content(of: path)
        let bytes: [UInt8]
        do throws(JSONMistake) {
            bytes = try ExceptionWriting.appending(new, to: before, name: path)
        } catch {
            throw Failure(.configuration, error.text(in: path))
        }
        try AtomicFile.write(bytes, to: path)
    }

    /// Nil where there is no such file.
    private static func content(of path: UntrustedText) throws(Failure) -> [UInt8]? {
        do throws(FileReadError) {
            return try TrustedFile.read(path, limit: ExceptionFile.sizeLimit)
        } catch {
            if error.isAbsence { return nil }
            throw Failure(Failure.status(of: error), "cannot read the exceptions in \(path): \(error.reason)")
        }
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

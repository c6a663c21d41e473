package import AuditModel
package import FileFormats
import Glibc

/// Reads debvouch.conf and the files that may add to it.
package enum CheckConfigurationReader {
    /// The file, and after it those of the folder `conf.d` beside it that end in `.conf`, in byte order.
    ///
    /// - Parameter isRequired: whether a missing file is a mistake; without it the built-in values count.
    package static func read(
        _ path: UntrustedText, isRequired: Bool, knowing vocabulary: SettingsVocabulary
    ) throws(SettingsMistake) -> CheckConfiguration {
        var configuration = CheckConfiguration()
        try apply(path, vocabulary, to: &configuration, mayBeMissing: !isRequired)
        let cut = path.bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        let folder = UntrustedText(path.bytes[..<cut] + Array("conf.d".utf8))
        let names: [UntrustedText]
        do throws(FileReadError) {
            names = try TrustedFile.names(in: folder)
        } catch {
            if error.errno == ENOENT { return configuration }
            throw SettingsMistake(file: folder, line: 0, reason: error.reason)
        }
        for name in names where name.hasSuffix(".conf") {
            let file = UntrustedText(folder.bytes + [UInt8(ascii: "/")] + name.bytes)
            try apply(file, vocabulary, to: &configuration, mayBeMissing: false)
        }
        return configuration
    }

    private static func apply(
        _ file: UntrustedText, _ vocabulary: SettingsVocabulary, to configuration: inout CheckConfiguration,
        mayBeMissing: Bool
    ) throws(SettingsMistake) {
        let bytes: [UInt8]
        do throws(FileReadError) {
            bytes = try TrustedFile.read(file, limit: SettingsFile.sizeLimit)
        } catch {
            if mayBeMissing, error.errno == ENOENT { return }
            throw SettingsMistake(file: file, line: 0, reason: error.reason)
        }
        if bytes.count > SettingsFile.sizeLimit {
            throw SettingsMistake(file: file, line: 0, reason: "it is larger than \(SettingsFile.sizeLimit >> 20) MB")
        }
        try CheckFields.apply(try SettingsFile(bytes, file: file), of: file, knowing: vocabulary, to: &configuration)
    }
}

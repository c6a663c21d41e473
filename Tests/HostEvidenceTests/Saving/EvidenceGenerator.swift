import AuditModel
import AuditTestSupport

/// Evidence and testimony of generated values: every kind of value that can be saved, with bytes and numbers of any size.
struct EvidenceGenerator {
    private var random: DebRandom

    init(seed: UInt64) {
        random = DebRandom(seed: seed)
    }

    mutating func number(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    mutating func chance() -> Bool { Bool.random(using: &random) }

    mutating func maybe<Value>(_ value: (inout Self) -> Value) -> Value? { chance() ? value(&self) : nil }

    mutating func list<Value>(_ value: (inout Self) -> Value) -> [Value] {
        (0..<number(4)).map { _ in value(&self) }
    }

    mutating func bytes() -> [UInt8] {
        (0..<number(20)).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
    }

    mutating func text() -> UntrustedText { UntrustedText(bytes()) }

    mutating func path() -> HostPath { HostPath(bytes()) }

    /// Small numbers, numbers around the ends of what fits, and any other.
    mutating func whole<Number: FixedWidthInteger>() -> Number {
        switch number(4) {
        case 0: Number(truncatingIfNeeded: number(300))
        case 1: .max
        case 2: .min
        default: Number.random(in: .min ... .max, using: &random)
        }
    }

    mutating func sentence() -> ReportText {
        switch number(3) {
        case 0: ""
        case 1: "of \(text()) in \(path())"
        default: "plain words, \(number(9))"
        }
    }

    /// A number of things.
    mutating func count() -> Int { chance() ? number(9) : number(1 << 48) }

    mutating func sha256() -> SHA256Digest { SHA256Digest(words: whole(), whole(), whole(), whole()) }

    mutating func md5() -> MD5Digest { MD5Digest(words: whole(), whole()) }

    mutating func time() -> Timestamp { Timestamp(seconds: whole(), nanoseconds: whole()) }

    mutating func key() -> PackageKey { PackageKey(name: text(), architecture: text()) }

    mutating func position() -> SourcePosition { SourcePosition(file: path(), line: whole()) }

    mutating func problem() -> ParseProblem {
        ParseProblem(file: path(), line: maybe { $0.whole() }, kind: .nulByte, reason: sentence())
    }

    mutating func facts() -> FileFacts {
        FileFacts(
            kind: chance() ? .regular : .unknown, size: whole(), allocated: whole(), mode: whole(), uid: whole(),
            gid: whole(), linkCount: whole(), inode: whole(), device: whole(), mountID: whole(), modified: time(),
            changed: time(), born: maybe { $0.time() }, linkTarget: maybe { $0.text() })
    }

    mutating func coverage() -> Coverage {
        var coverage = Coverage()
        coverage.examined = count()
        coverage.gaps = list { CoverageGap(path: $0.path(), reason: $0.sentence(), errno: $0.maybe { $0.whole() }) }
        coverage.limits = list { $0.sentence() }
        return coverage
    }

    mutating func reading() -> ConfigurationReading {
        switch number(3) {
        case 0: .read(order: count())
        case 1: .skippedSilently(sentence())
        default: .skippedWithNotice(sentence())
        }
    }

    mutating func subject() -> ArtifactSubject {
        let standings: [InfoStanding] = [.owned(key()), .wrongNameForm(key()), .orphan, .ofDpkg, .hidden, .nameless]
        switch number(5) {
        case 0: return .infoEntry(InfoEntry(stem: text(), member: text(), standing: standings[number(6)]))
        case 1: return .aptConfiguration(reading())
        case 2: return .dpkgConfiguration(reading())
        case 3: return .databasePart
        default: return .scopeFile
        }
    }
}

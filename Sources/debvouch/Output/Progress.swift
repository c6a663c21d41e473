import ArgumentParser
import AuditModel
import HostEvidence

/// When to show what the program is doing.
enum ProgressMode: String, ExpressibleByArgument, CaseIterable {
    case auto
    case always
    case never
}

/// One line on standard error that says what is being read, and is gone when the work is done.
struct Progress {
    private let isShown: Bool

    init(_ mode: ProgressMode) {
        switch mode {
        case .always: isShown = true
        case .never: isShown = false
        case .auto: isShown = StandardStreams.errorIsTerminal
        }
    }

    func show(_ stage: CollectionStage) {
        if isShown { put("\r\u{1B}[K\(stage.rawValue) ...") }
    }

    /// Megabytes so far and in all, and the seconds that the rest will take at the rate so far.
    func show(done: UInt64, total: UInt64, since start: Timestamp) {
        guard isShown, total > 0 else { return }
        let seconds = max(Clock.now().seconds - start.seconds, 1)
        let rate = done / UInt64(seconds)
        let rest = rate > 0 ? ", \((total - min(done, total)) / rate) s to go" : ""
        put("\r\u{1B}[Kfetching \(done >> 20) of \(total >> 20) MB\(rest)")
    }

    func finish() {
        if isShown { put("\r\u{1B}[K") }
    }

    private func put(_ text: String) {
        StandardStreams.complain(Array(text.utf8))
    }
}

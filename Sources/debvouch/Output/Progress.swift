import ArgumentParser
import Glibc
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
        case .auto: isShown = isatty(STDERR_FILENO) == 1
        }
    }

    func show(_ stage: CollectionStage) {
        if isShown { put("\r\u{1B}[K\(stage.rawValue) ...") }
    }

    func finish() {
        if isShown { put("\r\u{1B}[K") }
    }

    private func put(_ text: String) {
        _ = AtomicFile.writeAll(Array(text.utf8), to: STDERR_FILENO)
    }
}

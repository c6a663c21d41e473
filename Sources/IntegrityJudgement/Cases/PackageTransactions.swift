import AuditModel

/// Transactions that brought or took a package's files, listed once: every path that an alert names asks for them.
struct PackageTransactions {
    /// One change of a package's files that a log tells of.
    struct Transaction {
        let time: Timestamp
        let action: PackageAction.Action
        let position: SourcePosition
    }

    /// By the package's name, in order of time.
    private var byName: [UntrustedText: [Transaction]] = [:]

    /// - Parameter records: those with a time in its order.
    init(_ records: [HistoryRecord]) {
        for record in records {
            guard let time = record.time, case .packageAction(let action) = record.kind, action.action.changesFiles
            else { continue }
            byName[action.name, default: []].append(
                Transaction(time: time, action: action.action, position: record.position))
        }
    }

    func first(of name: UntrustedText, after time: Timestamp) -> Transaction? {
        let all = byName[name] ?? []
        let index = CaseIndex.first(in: all.count) { all[$0].time > time }
        return index < all.count ? all[index] : nil
    }
}

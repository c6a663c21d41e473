package import AuditModel

/// Carries out the statements of several files in order, as apt does, without libapt-pkg.
package enum AptConfEvaluator {
    /// Every node of the final tree in apt's order; one without position was never set, or was cleared.
    ///
    /// A file with a syntax error has its effect up to there, and the next one is read all the same, as
    /// pkgInitConfig does (apt-pkg/init.cc). Statements that name files have no effect here: the caller puts the
    /// statements of those files in their place.
    package static func tree(of sources: [AptConfSource]) -> [AptSetting] {
        var tree = AptConfTree()
        for source in sources {
            for statement in source.statements {
                carryOut(statement, of: source.file, on: &tree)
            }
        }
        return tree.settings
    }

    /// The settings in force, each with the place where its value was written.
    package static func evaluate(_ sources: [AptConfSource]) -> [AptSetting] {
        tree(of: sources).filter { $0.position != nil }
    }

    private static func carryOut(_ statement: AptConfStatement, of file: HostPath, on tree: inout AptConfTree) {
        switch statement.effect {
        case .assign:
            tree.set(statement.name, to: statement.value, at: SourcePosition(file: file, line: statement.line))
        case .clear:
            tree.clear(statement.name)
        case .include, .configureIndex:
            break
        }
    }
}

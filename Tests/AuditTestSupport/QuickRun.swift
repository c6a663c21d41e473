import Foundation
package import Testing

/// What `make quick` asks of the tests; `make test` asks nothing and runs everything.
package enum QuickRun {
    /// Whether tests that take long or need more than the packages of `make setup-build` are left out.
    package static let isOn = value(of: "DEBVOUCH_QUICK") != nil
    /// The one check whose trees are wanted; nil for all.
    package static let check = value(of: "DEBVOUCH_CHECK")

    private static func value(of name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension Trait where Self == ConditionTrait {
    /// For a test that runs a program which only `make setup-test` installs.
    package static var needsTestPackages: Self {
        .disabled(if: QuickRun.isOn, "needs a program that make setup-test installs; make test runs it")
    }

    /// For a test that takes many seconds of a processor by itself.
    package static var takesLong: Self {
        .disabled(if: QuickRun.isOn, "takes long; make test runs it")
    }
}

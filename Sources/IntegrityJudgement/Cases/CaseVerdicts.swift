import AuditModel

/// Turns what speaks for and against into a verdict; the order of the questions is the whole of the rule.
enum CaseVerdicts {
    static func judge(_ reasons: CaseReasons, _ view: CaseView) -> (verdict: CaseVerdict, confidence: Confidence) {
        if let strongest = reasons.contradicted.max() {
            let confidence: Confidence = strongest >= .signedOtherVersion ? .high : .medium
            return (.confirmedTampering, confidence)
        }
        // Signs that do not hang on each other.
        let signs = [
            reasons.hasHostileContent, reasons.hasUnsoundProgram, reasons.hasNetwork, reasons.hasUnknownPackage,
            !view.triggers.isEmpty, view.processes.contains { !$0.isReading }, reasons.hasOtherState,
        ]
        let others = signs.count { $0 }
        let isObserved = !view.alerts.isEmpty || !view.silenced.isEmpty
        if reasons.unvouched > 0 {
            if isObserved || others > 0 { return (.likelyMalicious, others > 0 && isObserved ? .high : .medium) }
            return (.suspicious, .medium)
        }
        if reasons.hasVanished {
            return others > 0 ? (.likelyMalicious, .medium) : (.suspicious, .medium)
        }
        if isObserved, others > 0 { return (.suspicious, .medium) }
        // That somebody was seen at it makes nothing better of what is wrong by itself.
        if reasons.hasFinding { return (.suspicious, isObserved ? .medium : .low) }
        // That a file is genuine now explains nothing where another state of it, or an unknown program, may be behind it.
        let isVouchedFor = reasons.isProven && reasons.hasSoundPrograms && !reasons.isLeftOpen
        guard isObserved, isVouchedFor, !view.artifacts.contains(where: { $0.assessment?.rung == .contradicted }) else {
            return (.undetermined, .low)
        }
        let proofs = [reasons.weakestProof, reasons.weakestProgram].map { $0 ?? .unverifiable }
        // What the tree's own records say of a program, whoever changed the program could have written there.
        guard proofs.allSatisfy(\.isVouched) else { return (.undetermined, .low) }
        let isFirm = proofs.allSatisfy { $0 >= .signedOtherVersion } && reasons.hasTransaction
        return (.explained, isFirm ? .high : .medium)
    }
}

/// A place where a file departs from its format, with the reason; the reader went on after it.
package struct ParseProblem: Hashable, Codable, Sendable {
    package let file: HostPath
    /// Counted from 1; nil where the whole file is meant.
    package let line: Int?
    /// What code decides on.
    package let kind: Kind
    /// What people read, with what the file says at this place.
    package let reason: ReportText

    package init(file: HostPath, line: Int?, kind: Kind, reason: ReportText) {
        self.file = file
        self.line = line
        self.kind = kind
        self.reason = reason
    }
}

extension ParseProblem {
    /// What is wrong; the raw values are stable.
    package enum Kind: String, CaseIterable, Hashable, Codable, Sendable {
        // Limits of this program, in any format.
        case tooLarge = "too-large"
        case tooManyEntries = "too-many-entries"
        case tooManyProblems = "too-many-problems"
        case tooManyIncludes = "too-many-includes"
        case tooLongName = "too-long-name"
        /// Something that is no file, or that no reader can reach, stands where a file is read.
        case unreadable = "unreadable"

        // Bytes that hide text, in any format.
        case nulByte = "nul-byte"
        case splitLine = "split-line"
        case joinedLine = "joined-line"
        case lostLine = "lost-line"

        // apt.conf(5).
        case openComment = "open-comment"
        case openQuote = "open-quote"
        case openScope = "open-scope"
        case strayBrace = "stray-brace"
        case namelessScope = "nameless-scope"
        case malformedName = "malformed-name"
        case textBehindValue = "text-behind-value"
        case textBehindStatements = "text-behind-statements"
        case clearWithoutName = "clear-without-name"
        case directiveInScope = "directive-in-scope"
        case unknownDirective = "unknown-directive"
        case optionIndex = "option-index"
        case unreadableIndex = "unreadable-index"
        case includeLoop = "include-loop"
        case relativeInclude = "relative-include"
        case folderInclude = "folder-include"
        case refusedInclude = "refused-include"
        case brokenInclude = "broken-include"

        // dpkg.cfg(5).
        case noOption = "no-option"
        case dashedOption = "dashed-option"
        case unmatchedQuotes = "unmatched-quotes"

        // deb822(5) and the status file.
        case blankLine = "blank-line"
        case cutOffLine = "cut-off-line"
        case strayContinuation = "stray-continuation"
        case noFieldName = "no-field-name"
        case malformedFieldName = "malformed-field-name"
        case repeatedField = "repeated-field"
        case noPackage = "no-package"
        case malformedPackageName = "malformed-package-name"
        case noStatus = "no-status"
        case malformedStatus = "malformed-status"
        case unknownState = "unknown-state"
        case noArchitecture = "no-architecture"
        case malformedConffile = "malformed-conffile"
        case repeatedStanza = "repeated-stanza"
        case clashingInstances = "clashing-instances"
        case foreignSpelling = "foreign-spelling"
        case stateWithoutTriggers = "state-without-triggers"

        // The small files of the dpkg database.
        case unevenJournalNames = "uneven-journal-names"
        case strayJournalFile = "stray-journal-file"
        case malformedDiversion = "malformed-diversion"
        case malformedStatOverride = "malformed-statoverride"
        case malformedTrigger = "malformed-trigger"
        case noFinalNewline = "no-final-newline"
        case emptyName = "empty-name"
        case relativeName = "relative-name"

        // md5sums.
        case foreignDigest = "foreign-digest"
        case noDigest = "no-digest"
        case noPath = "no-path"
        case oddSeparator = "odd-separator"
        case dotPath = "dot-path"
        case absolutePath = "absolute-path"
        case carriageReturn = "carriage-return"

        // What libapt-pkg reads otherwise.
        case aptRefuses = "apt-refuses"
        case aptStops = "apt-stops"
        case aptGoesOn = "apt-goes-on"
        case otherStanzaCount = "other-stanza-count"
        case otherFieldValue = "other-field-value"
        case onlyAptFinds = "only-apt-finds"
        case aptDoesNotFind = "apt-does-not-find"
        case otherOrder = "other-order"
        case moreDifferences = "more-differences"

        // sources.list(5), where a fetch leaves a source out.
        case notDeb = "not-deb"
        case quotedSource = "quoted-source"
        case malformedOptions = "malformed-options"
        case otherScheme = "other-scheme"
    }
}

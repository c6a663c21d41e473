import AuditModel

extension EvidenceGenerator {
    mutating func chain() -> IndexChain {
        var release = ReleaseIdentity(location: text(), isOfTree: chance(), sha256: sha256())
        release.origin = maybe { $0.text() }
        release.date = maybe { $0.time() }
        let byte: UInt8 = whole()
        guard let fingerprint = KeyFingerprint(bytes: [UInt8](repeating: byte, count: chance() ? 20 : 32)) else {
            preconditionFailure("both are lengths of fingerprints")
        }
        return IndexChain(
            trust: chance() ? .pinned : .hostOnly, key: fingerprint, release: release, index: text(),
            entry: text(), indexSHA256: sha256(), architectures: Set(list { $0.text() }))
    }

    mutating func proof() -> ProofChain {
        ProofChain(
            chain: chain(),
            stanza: IndexStanza(key: key(), version: text(), filename: text(), size: whole(), sha256: sha256()))
    }

    mutating func archive() -> PackageArchive {
        PackageArchive(
            origin: chance() ? .supplied : .manifest, location: text(), sha256: sha256(), size: whole(), key: key(),
            version: text(), proof: maybe { $0.proof() },
            members: list {
                ControlMember(
                    name: $0.text(), kind: .regular, sha256: $0.sha256(), size: $0.whole(), mode: $0.whole(),
                    modified: $0.time())
            }, md5sums: maybe { $0.bytes() }, conffiles: maybe { $0.bytes() },
            payload: maybe {
                $0.list {
                    PayloadEntry(
                        path: $0.path(), kind: .symlink, size: $0.whole(), mode: $0.whole(), uid: $0.whole(),
                        gid: $0.whole(), modified: $0.time(), md5: $0.maybe { $0.md5() },
                        sha256: $0.maybe { $0.sha256() }, linkTarget: $0.maybe { $0.text() })
                }
            })
    }

    mutating func references() -> References {
        var references = References()
        for _ in 0..<number(4) { references.archives[key()] = list { $0.archive() } }
        references.otherArchives[key()] = list { $0.archive() }
        references.disprovenArchives = list { DisprovenArchive($0.archive(), published: $0.proof()) }
        references.indexes.chains = list { $0.chain() }
        references.indexes.stanzas[text()] = list { $0.proof() }
        references.indexes.problems = list {
            ChainProblem(
                link: ChainLink.allCases[$0.number(ChainLink.allCases.count)], location: $0.text(),
                isOfTree: $0.chance(), reason: $0.sentence())
        }
        references.listOmissions[key()] = list { $0.path() }
        var past = PastReport(location: text())
        past.exitStatus = maybe { $0.whole() }
        var artifact = PastArtifact(path: path())
        artifact.rung = .baseline
        past.artifacts[artifact.path] = artifact
        references.baseline = maybe { _ in past }
        references.coverage = coverage()
        return references
    }

    mutating func login() -> Login {
        Login(user: text(), line: text(), host: text(), processID: whole(), end: maybe { $0.time() })
    }

    mutating func historyKind() -> HistoryKind {
        var run = AptRun()
        run.changes = list {
            AptChange(
                action: .reinstall, name: $0.text(), architecture: $0.text(), oldVersion: $0.maybe { $0.text() },
                newVersion: $0.maybe { $0.text() }, isAutomatic: $0.chance())
        }
        let decoded = list { AuditRecord.DecodedField(name: $0.text(), value: $0.text()) }
        let kinds: [HistoryKind] = [
            .packageAction(PackageAction(action: .triggerProcessing, name: text(), architecture: text())),
            .conffile(path: path(), decision: text()), .aptRun(run), .terminal(started: maybe { $0.time() }),
            .login(login()), .failedLogin(login()), .boot, .shutdown, .session(program: text()),
            .auditRecord(AuditRecord(type: text(), serial: whole(), decoded: decoded)), .mention,
        ]
        return kinds[number(kinds.count)]
    }

    mutating func history() -> TreeHistory {
        var history = TreeHistory()
        history.records = list {
            HistoryRecord(
                time: $0.maybe { $0.time() }, position: $0.position(), source: .auditLog, kind: $0.historyKind(),
                subjects: [.path($0.path()), .package($0.text()), .processID($0.whole()), .program($0.text())],
                line: $0.text())
        }
        history.processes = list {
            RunningProcess(
                processID: $0.whole(), parentID: $0.whole(), executable: $0.maybe { $0.text() },
                commandLine: $0.list { $0.text() }, started: $0.maybe { $0.time() }, uid: $0.whole(),
                reasons: [.executable($0.path()), .deletedExecutable($0.path()), .argument($0.path()), .processID])
        }
        history.triggers = list { TriggerMention(position: $0.position(), line: $0.text(), paths: [$0.path()]) }
        return history
    }

    mutating func event() -> EventFacts {
        var facts = EventFacts(position: EventPosition(input: text(), line: whole(), offset: whole()))
        facts.process.pid = maybe { $0.whole() }
        facts.process.arguments = list { $0.text() }
        facts.parent.executable = maybe { $0.path() }
        facts.ambiguous = [FieldPath(bytes())]
        return facts
    }

    mutating func exception() -> AuditException {
        let patterns = [TextPattern([.literal(bytes() + [1]), .anyRun, .oneScalar], foldsCase: chance())]
        let tests: [ExceptionTest] = [.oneOf(list { $0.text() }), .matches(patterns), .exists]
        return AuditException(
            id: text(), scope: .alert, conditions: [ExceptionCondition(FieldPath(bytes()), tests[number(3)])],
            expiry: maybe { ExceptionExpiry(end: $0.time(), written: $0.text()) },
            source: ExceptionSource(file: text(), line: whole()))
    }

    mutating func testimony() -> Testimony {
        var testimony = Testimony()
        var events = EventEvidence()
        events.alerts = list {
            AlertRecord(
                id: "0a1b", rule: RuleMetadata(id: $0.text(), title: $0.text(), level: .high), outcome: .excluded,
                excludedBy: $0.list { $0.text() }, facts: $0.event(), relation: .unstated)
        }
        events.processes[ProcessKey(host: maybe { $0.text() }, entity: text())] = event()
        events.contextLimits = [.bytes, .depth, .inputs]
        events.categories = Set(list { $0.text() })
        events.span = maybe { TimeWindow(start: $0.time(), end: $0.time()) }
        testimony.events = maybe { _ in events }
        testimony.history = history()
        let program = path()
        testimony.programs[program] = ProgramFacts(path: program, facts: maybe { $0.facts() }, owners: [key()])
        testimony.exceptions = list {
            ExceptionStanding(
                exception: $0.exception(), state: .used, breadth: $0.maybe { $0.sentence() },
                uses: [.alert(rule: $0.text(), event: $0.text()), .finding(id: "x")], useCount: $0.count())
        }
        testimony.coverage = coverage()
        return testimony
    }

    mutating func inquiry() -> Inquiry {
        var inquiry = Inquiry()
        inquiry.isNeeded = chance()
        inquiry.programs = Set(list { $0.path() })
        inquiry.history = HistoryInterest(
            paths: Set(list { $0.path() }), packages: Set(list { $0.text() }), processIDs: Set(list { $0.whole() }),
            windows: list { TimeWindow(start: $0.time(), end: $0.time()) })
        return inquiry
    }
}

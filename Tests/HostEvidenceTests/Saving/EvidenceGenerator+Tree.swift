import AuditModel

extension EvidenceGenerator {
    mutating func conffile() -> ConffileRecord {
        ConffileRecord(
            path: path(), shippedMD5: maybe { $0.md5() }, isObsolete: chance(), removeOnUpgrade: chance())
    }

    mutating func diversion() -> Diversion {
        Diversion(from: path(), to: path(), package: maybe { $0.text() }, position: position())
    }

    mutating func ledger() -> Ledger {
        var ledger = Ledger()
        ledger.aliases[path()] = path()
        ledger.packages = list {
            InstalledPackage(
                key: $0.key(), version: $0.text(), want: $0.text(), needsReinstall: $0.chance(),
                status: PackageStatus.allCases[$0.number(PackageStatus.allCases.count)],
                isMultiArchSame: $0.chance(), configVersion: $0.maybe { $0.text() }, source: $0.text(),
                conffiles: $0.list { $0.conffile() }, position: $0.position())
        }
        ledger.format = [.qualified, .legacy, .missing, .unusable(sentence())][number(4)]
        ledger.journal = list { $0.path() }
        ledger.diversions = list { $0.diversion() }
        ledger.statOverrides = list {
            StatOverride(path: $0.path(), user: $0.text(), group: $0.text(), mode: $0.whole(), position: $0.position())
        }
        ledger.triggerInterests = list {
            TriggerInterest(trigger: $0.text(), package: $0.text(), position: $0.position())
        }
        ledger.architectures = list { $0.text() }
        for _ in 0..<number(4) {
            ledger.claims[path()] = list {
                switch $0.number(3) {
                case 0: .listed($0.key())
                case 1: .conffile($0.key(), $0.conffile())
                default: .diverted($0.diversion())
                }
            }
        }
        ledger.index()
        return ledger
    }

    mutating func tree() -> TreeFacts {
        var host = HostDescription(root: text(), isLive: chance())
        host.release = maybe { $0.text() }
        host.machineID = maybe { $0.text() }
        host.logTimeZone = maybe { $0.sentence() }
        var tree = TreeFacts(host: host)
        tree.ledger = ledger()
        tree.artifacts = list {
            Artifact(
                path: $0.path(), role: .other, subject: $0.subject(), facts: $0.facts(),
                sha256: $0.maybe { $0.sha256() },
                md5: $0.maybe { $0.md5() }, content: $0.maybe { $0.bytes() })
        }.sorted { $0.path < $1.path }
        tree.apt.files = list {
            AptConfigurationFile(
                path: $0.path(), reading: $0.reading(), includedFrom: $0.maybe { $0.position() },
                directives: $0.list {
                    AptDirective(
                        action: [.set, .append, .clear, .include][$0.number(4)], key: $0.text(), value: $0.text(),
                        position: $0.position())
                }, problems: $0.list { $0.problem() })
        }
        tree.apt.effective = list { AptSetting(key: $0.text(), value: $0.text(), position: $0.maybe { $0.position() }) }
        tree.dpkg = list {
            DpkgConfigurationFile(
                path: $0.path(), reading: $0.reading(),
                directives: $0.list {
                    DpkgDirective(option: $0.text(), value: $0.maybe { $0.text() }, position: $0.position())
                }, problems: $0.list { $0.problem() })
        }
        tree.recordedMD5[key()] = [path(): md5(), path(): md5()]
        tree.md5sumsNotes = list {
            Md5sumsNote(
                path: $0.path(), package: $0.maybe { $0.key() }, usableLines: $0.count(), unusableLines: $0.count(),
                problems: $0.list { $0.problem() })
        }
        tree.recordedOmissions[key()] = RecordedOmission(named: count(), count: count(), omitted: list { $0.path() })
        tree.absentPaths = Set(list { $0.path() })
        tree.divertedPlaces[path()] = DivertedPlace(
            facts: maybe { $0.facts() }, end: path(), endFacts: maybe { $0.facts() }, md5: maybe { $0.md5() },
            content: maybe { $0.bytes() })
        tree.databaseProblems = list { $0.problem() }
        tree.lastLogged[key()] = Timestamp(seconds: Int64(count()))
        tree.coverage = coverage()
        return tree
    }
}

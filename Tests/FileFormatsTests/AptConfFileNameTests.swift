import AuditModel
import FileFormats
import Testing

/// Which names of apt.conf.d apt reads; each verdict was taken from apt 2.6 itself.
struct AptConfFileNameTests {
    private enum Verdict { case read, notice, silent }

    private func verdict(_ name: UntrustedText, _ kind: FileKind = .regular, _ target: FileKind? = nil) -> Verdict {
        switch AptConfFileName.decide(name, kind: kind, target: target) {
        case .read: .read
        case .skippedWithNotice: .notice
        case .skippedSilently: .silent
        }
    }

    @Test(arguments: ["a", "b.conf", "p:q", "r.s.conf", "v..conf", "A_b-1"])
    func `plain names are read`(name: String) {
        #expect(verdict(UntrustedText(name.utf8)) == .read)
    }

    @Test(arguments: ["d.CONF", "e.txt", "y.dpkg-", "y.dpkg-1", "m.dpkg"])
    func `other endings are skipped with a notice`(name: String) {
        #expect(verdict(UntrustedText(name.utf8)) == .notice)
    }

    @Test(arguments: [
        "c.", "f~", "g h", "i+j", "k.bak", "l.BAK", "m.conf.dpkg-new", "n.conf.ucf-X", ".hid", "t.conf.disabled",
        "u.conf~", "w.orig", "é", "x.distupgrade", "z.save",
    ])
    func `some names are skipped without a word`(name: String) {
        #expect(verdict(UntrustedText(name.utf8)) == .silent)
    }

    @Test func `the kind decides before the name does`() {
        #expect(verdict("dir.conf", .directory) == .silent)
        #expect(verdict("a", .symlink, .directory) == .silent)
        #expect(verdict("a", .symlink, .regular) == .read)
        #expect(verdict("a", .symlink) == .notice)
        #expect(verdict("a", .fifo) == .notice)
        #expect(verdict("a.bak", .fifo) == .silent)
    }

    @Test func `only files that are read are counted`() {
        let readings = AptConfFileName.readings(of: [
            ("b", .regular, nil), ("a.txt", .regular, nil), ("B", .regular, nil),
        ])
        #expect(readings.map(\.name) == ["B", "a.txt", "b"])
        #expect(readings.map(\.reading.isRead) == [true, false, true])
        #expect(readings.last?.reading == .read(order: 1))
    }
}

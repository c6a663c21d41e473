import AuditModel
import AuditTestSupport
import Foundation
import Testing

@testable import AuditReports

/// The HTML report in headless Chromium, at desktop and phone width, light and dark.
@Suite(.serialized, .needsTestPackages) struct `The page in a browser` {
    /// What inspect_page.py tells of one view.
    struct View: Decodable {
        let view: String
        let console: [String]
        let requests: [String]
        let scripts: Int
        let handlers: Int
        let hacked: Bool
        let overflow: Double
        let wide: [String]
        let contrast: Double
        let contrastOf: String
        let texts: Int
        let collisions: [String]
        let pictures: Int
        let elements: [String]

        enum CodingKeys: String, CodingKey {
            case view, console, requests, scripts, handlers, hacked, overflow, wide, contrast, texts, elements,
                collisions, pictures
            case contrastOf = "contrast_of"
        }
    }

    @Test func `a clean report is quiet, readable and inert`() throws {
        try expectSound(SampleReport.clean())
    }

    @Test func `a report with findings is quiet, readable and inert, and hostile names change none of its elements`()
        throws
    {
        let harmless = try expectSound(SampleReport.findings())
        #expect(try expectSound(SampleReport.hostile(HostileText.joined)) == harmless)
    }

    @Test func `a timeline stays readable with many moments at one time, years apart, and at impossible times`() throws
    {
        let report = SampleReport.findings()
        let start = SampleEvents.start
        let close = (0..<400).map { start.advanced(by: Int64($0 / 7)) }
        let minutes = [0, 120, 133, 244, 244, 245, 9_000].map { start.advanced(by: $0) }
        let odd = [.distantPast, Timestamp(seconds: .max, nanoseconds: 999_999_999), Timestamp(seconds: 0)]
        var cases = report.cases
        for (index, times) in [close, minutes, odd + close, odd, Array(repeating: start, count: 120)].enumerated() {
            var story = cases[1]
            story.id = "case-\(index)"
            story.timeline = times.sorted().enumerated().map { place, time in
                let kind = TimelineKind.allCases[place % TimelineKind.allCases.count]
                return TimelineEntry(time: time, kind: kind, text: "moment \(place)", source: "log:\(place)")
            }
            cases.append(story)
        }
        try expectSound(report.showing(cases))
    }

    @Test func `the policy allows our own style sheet and nothing else`() {
        let page = String(decoding: HTMLReport().render(SampleReport.findings(), style: .plain), as: UTF8.self)
        #expect(page.contains("default-src 'none'; style-src 'sha256-"))
        #expect(!page.contains("unsafe-inline") && !page.contains(" style=\"") && !page.contains("<script"))
        #expect(!page.contains("src=\"http") && !page.contains("url("))
    }

    @discardableResult
    private func expectSound(_ report: AuditReport) throws -> [String] {
        let folder = try TestFolders.make("page")
        try Data(HTMLReport().render(report, style: .plain)).write(to: URL(filePath: folder + "/report.html"))
        let tool = Repository.root + "/Tests/AuditReportsTests/Tools/inspect_page.py"
        let result = try Command.require("/usr/bin/python3", [tool, folder + "/report.html"])
        let views = try JSONDecoder().decode([View].self, from: Data(result.output))
        #expect(views.map(\.view) == ["desktop light", "desktop dark", "phone light", "phone dark"])
        for view in views {
            #expect(view.console == [], "\(view.view)")
            #expect(view.requests == [], "\(view.view)")
            #expect(view.scripts == 0 && view.handlers == 0 && !view.hacked, "\(view.view)")
            #expect(view.overflow <= 0 && view.wide == [], "\(view.view)")
            #expect(view.contrast >= 4.5, "\(view.view): \(view.contrastOf)")
            #expect(view.texts > 50)
            #expect(view.collisions == [], "\(view.view)")
            #expect(view.pictures == report.cases.count { !$0.timeline.isEmpty })
        }
        return views.first?.elements ?? []
    }
}

import AuditModel
import FileFormats

/// One object of an earlier report, with its place for error messages.
struct PastObject {
    let value: EventValue
    /// The member that holds it.
    let parent: ReportText
    /// Its place there, where that is an array.
    var index: Int?

    /// As jq would write it: `artifacts[3]`; made when it is asked for, since only mistakes name it.
    var place: ReportText { index.map { "\(parent)[\($0)]" } ?? parent }

    func broken(_ member: StaticString, _ what: ReportText) -> PastReportError {
        PastReportError(isUnreadable: false, reason: "\(place).\(ours: member.description) \(what)")
    }

    /// The bytes of a string that has to be there.
    func text(_ member: StaticString) throws(PastReportError) -> [UInt8] {
        guard let text = try optionalText(member) else { throw broken(member, "is missing") }
        return text
    }

    /// Nil where the member is not there or null.
    func optionalText(_ member: StaticString) throws(PastReportError) -> [UInt8]? {
        switch value.member(member) {
        case nil, .null?: return nil
        case .string(let text)?: return text
        default: throw broken(member, "is no string")
        }
    }

    /// Nil where the member is not there or null.
    func number(_ member: StaticString) throws(PastReportError) -> UInt32? {
        switch value.member(member) {
        case nil, .null?: return nil
        case .number(let digits)?:
            guard let number = UInt32(String(decoding: digits, as: UTF8.self)) else {
                throw broken(member, "is no number of 32 bits")
            }
            return number
        default: throw broken(member, "is no number")
        }
    }

    /// A number that has to be there.
    func count(_ member: StaticString) throws(PastReportError) -> Int {
        guard let number = try number(member) else { throw broken(member, "is missing") }
        return Int(number)
    }

    /// The path that the object is about; its bytes in base64 where they are no plain text.
    func path() throws(PastReportError) -> HostPath {
        let shown = try text("path")
        guard let encoded = try optionalText("path_b64") else { return HostPath(shown) }
        guard let bytes = Base64.decode(encoded[...]) else { throw broken("path_b64", "is no base64") }
        return HostPath(bytes)
    }
}

/// One member of an object of an earlier report.
struct PastMember {
    private let value: EventValue?
    private let place: ReportText

    init(_ object: EventValue, _ name: StaticString, in place: ReportText) {
        value = object.member(name)
        self.place = place.isEmpty ? "\(ours: name.description)" : "\(place).\(ours: name.description)"
    }

    func object() throws(PastReportError) -> PastObject {
        guard let value, case .object = value else {
            throw PastReportError(isUnreadable: false, reason: "\(place) is missing or no object")
        }
        return PastObject(value: value, parent: place)
    }

    /// As `objects`, and none where the member is missing.
    func optionalObjects() throws(PastReportError) -> [PastObject] {
        value == nil ? [] : try objects()
    }

    /// The elements of an array, each of which has to be an object.
    func objects() throws(PastReportError) -> [PastObject] {
        guard case .array(let elements)? = value else {
            throw PastReportError(isUnreadable: false, reason: "\(place) is missing or no array")
        }
        var objects: [PastObject] = []
        objects.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            guard case .object = element else {
                throw PastReportError(isUnreadable: false, reason: "\(place)[\(index)] is no object")
            }
            objects.append(PastObject(value: element, parent: place, index: index))
        }
        return objects
    }
}

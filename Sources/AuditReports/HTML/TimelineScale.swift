import AuditModel

/// Where moments stand on a timeline's axis, and which of them are labelled.
///
/// The distance between neighbours grows with the logarithm of the time between them, so that seconds of one attack and a
/// file of last year fit into one picture. All numbers are tenths of a percent of the picture's width.
struct TimelineScale {
    /// A moment that is written below the axis.
    struct Label: Equatable {
        let position: Int
        let time: Timestamp
        let anchor: Anchor
    }

    /// Where a label's text stands beside its moment.
    enum Anchor: String {
        case start
        case middle
        case end
    }

    /// Room at both ends for half a mark.
    static let margin = 30
    static let width = 1_000
    /// What a label takes of a picture as wide as a phone.
    private static let labelWidth = 250
    /// More time than this between neighbours is no longer drawn wider, and the axis is broken there.
    static let longGap: Double = 86_400

    private let positions: [Timestamp: Int]
    let labels: [Label]
    /// Between which positions more than a day has gone by.
    let breaks: [Int]

    /// - Parameter wanted: moments to label before others, where there is room.
    init(_ times: [Timestamp], wanted: [Timestamp] = []) {
        let moments = Set(times).sorted()
        let gaps = zip(moments, moments.dropFirst()).map { Self.seconds(from: $0, to: $1) }
        let steps = gaps.map { Self.logarithm(1 + min($0, Self.longGap)) + 0.5 }
        let total = steps.reduce(0, +)
        let room = Double(Self.width - 2 * Self.margin)
        var places: [Int] = []
        var sum = 0.0
        for index in moments.indices {
            places.append(total > 0 ? Self.margin + Int(room * sum / total) : Self.width / 2)
            if index < steps.count { sum += steps[index] }
        }
        positions = Dictionary(zip(moments, places), uniquingKeysWith: { first, _ in first })
        breaks = gaps.indices.filter { gaps[$0] > Self.longGap }.map { (places[$0] + places[$0 + 1]) / 2 }
        labels = Self.labels(moments, places, gaps, Set(wanted))
    }

    func position(of time: Timestamp) -> Int { positions[time] ?? Self.width / 2 }

    /// The ends first, then what is wanted, then whatever follows the longest silence, as far as the words have room.
    private static func labels(
        _ moments: [Timestamp], _ places: [Int], _ gaps: [Double], _ wanted: Set<Timestamp>
    ) -> [Label] {
        let inner = moments.indices.dropFirst().dropLast().sorted { left, right in
            let (first, second) = (wanted.contains(moments[left]), wanted.contains(moments[right]))
            if first != second { return first }
            return gaps[left - 1] == gaps[right - 1] ? left < right : gaps[left - 1] > gaps[right - 1]
        }
        let ends = moments.isEmpty ? [] : [moments.startIndex, moments.index(before: moments.endIndex)]
        var labels: [Label] = []
        var taken: [Range<Int>] = []
        for index in ends + inner {
            let (anchor, range) = span(at: places[index])
            if taken.contains(where: { $0.overlaps(range) }) { continue }
            taken.append(range)
            labels.append(Label(position: places[index], time: moments[index], anchor: anchor))
        }
        return labels.sorted { $0.position < $1.position }
    }

    private static func span(at place: Int) -> (anchor: Anchor, range: Range<Int>) {
        if place < labelWidth / 2 { return (.start, place..<(place + labelWidth)) }
        if place > width - labelWidth / 2 { return (.end, (place - labelWidth)..<place) }
        return (.middle, (place - labelWidth / 2)..<(place + labelWidth / 2))
    }

    private static func seconds(from start: Timestamp, to end: Timestamp) -> Double {
        Double(end.seconds) - Double(start.seconds)
            + (Double(end.nanoseconds) - Double(start.nanoseconds)) / 1_000_000_000
    }

    /// The logarithm to the base 2 of a number from 1 upwards, straight between powers of two.
    private static func logarithm(_ number: Double) -> Double {
        Double(number.exponent) + number.significand - 1
    }
}

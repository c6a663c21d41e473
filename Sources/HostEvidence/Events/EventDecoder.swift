import AuditModel
import CSimdJSON
import FileFormats

/// Parses documents with simdjson.
@safe
final class EventDecoder {
    let parser: OpaquePointer
    let words: OpaquePointer?

    /// Nil without memory; without words every document may concern the rules.
    init?(limits: EventLimits, words wanted: [[UInt8]]?) {
        guard let parser = unsafe debvouch_json_new(limits.documentBytes, limits.depth) else { return nil }
        unsafe self.parser = unsafe parser
        guard let wanted else {
            unsafe words = nil
            return
        }
        guard let words = unsafe debvouch_words_new() else {
            unsafe debvouch_json_free(parser)
            return nil
        }
        unsafe self.words = unsafe words
        for word in wanted {
            if unsafe debvouch_words_add(words, word, word.count) != 0 { return nil }
        }
    }

    deinit {
        unsafe debvouch_json_free(parser)
        if let words = unsafe words { unsafe debvouch_words_free(words) }
    }

    /// What a document is at its top; throws where it is unusable.
    ///
    /// `bytes` needs the padding of csimdjson.h behind it.
    func parse(_ bytes: UnsafeRawBufferPointer) throws(UnusableReason) -> debvouch_json_shape {
        var shape = DEBVOUCH_JSON_OBJECT
        let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        switch unsafe debvouch_json_parse(parser, start, bytes.count, &shape) {
        case DEBVOUCH_JSON_OK: return shape
        case DEBVOUCH_JSON_TOO_LONG: throw .tooLong
        case DEBVOUCH_JSON_TOO_DEEP: throw .tooDeep
        case DEBVOUCH_JSON_BAD_UTF8: throw .badUTF8
        case DEBVOUCH_JSON_BAD_NUMBER: throw .badNumber
        case DEBVOUCH_JSON_BAD_STRING: throw .badString
        case DEBVOUCH_JSON_DUPLICATE_KEY: throw .duplicateKey
        case DEBVOUCH_JSON_NOT_AN_OBJECT: throw .notAnObject
        case DEBVOUCH_JSON_NO_MEMORY: throw .noMemory
        default: throw .badSyntax
        }
    }

    /// Whether a document may hold one of the words; true without words.
    func mayConcern(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let words = unsafe words else { return true }
        let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        return unsafe debvouch_words_may_occur(words, start, bytes.count) != 0
    }

    /// The value of a text that stands inside a document, which is forgotten by that.
    func value(of text: [UInt8]) throws(UnusableReason) -> EventValue {
        let padded = text + [UInt8](repeating: 0x20, count: DEBVOUCH_JSON_PADDING)
        let result = unsafe padded.withUnsafeBytes { room -> Result<EventValue, UnusableReason> in
            do throws(UnusableReason) {
                _ = unsafe try parse(UnsafeRawBufferPointer(rebasing: room.prefix(text.count)))
                return .success(try value())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The document that was parsed last.
    func value() throws(UnusableReason) -> EventValue {
        var count = 0
        guard let tokens = unsafe debvouch_json_tokens(parser, &count) else { throw .noMemory }
        var reader = unsafe TokenReader(tokens: UnsafeBufferPointer(start: tokens, count: count))
        return reader.value()
    }
}

/// Builds a value from the tokens of a document; simdjson bounds its depth.
@safe
private struct TokenReader {
    let tokens: UnsafeBufferPointer<debvouch_json_token>
    private var place = 0

    init(tokens: UnsafeBufferPointer<debvouch_json_token>) {
        unsafe self.tokens = unsafe tokens
    }

    mutating func value() -> EventValue {
        guard let token = unsafe next() else { return .null }
        switch unsafe token.kind {
        case DEBVOUCH_JSON_KIND_FALSE: return .boolean(false)
        case DEBVOUCH_JSON_KIND_TRUE: return .boolean(true)
        case DEBVOUCH_JSON_KIND_NUMBER: return unsafe .number(Self.text(token))
        case DEBVOUCH_JSON_KIND_STRING: return unsafe .string(Self.text(token))
        case DEBVOUCH_JSON_KIND_OBJECT_START:
            var members: [EventMember] = []
            while let key = unsafe next(), unsafe key.kind == DEBVOUCH_JSON_KIND_KEY {
                members.append(EventMember(key: unsafe Self.text(key), value: value()))
            }
            return .object(members)
        case DEBVOUCH_JSON_KIND_ARRAY_START:
            var elements: [EventValue] = []
            while unsafe place < tokens.count, unsafe tokens[place].kind != DEBVOUCH_JSON_KIND_END {
                elements.append(value())
            }
            place += 1
            return .array(elements)
        default: return .null
        }
    }

    private mutating func next() -> debvouch_json_token? {
        guard unsafe place < tokens.count else { return nil }
        defer { place += 1 }
        return unsafe tokens[place]
    }

    private static func text(_ token: debvouch_json_token) -> [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: token.text, count: token.length))
    }
}

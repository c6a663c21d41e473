#include "csimdjson.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>
#include <new>
#include <simdjson.h>
#include <string_view>
#include <vector>

namespace dom = simdjson::dom;

static_assert(DEBVOUCH_JSON_PADDING >= simdjson::SIMDJSON_PADDING, "the padding has grown");

struct debvouch_json {
    dom::parser parser;
    size_t byte_limit;
    size_t depth_limit;
    dom::element root;
    std::vector<debvouch_json_token> tokens;
    // Texts of numbers; blocks, so that a text never moves.
    std::vector<std::unique_ptr<char[]>> numbers;
    std::vector<std::string_view> keys;

    debvouch_json(size_t bytes, size_t depth)
        : parser(std::max(bytes, size_t(1)) + DEBVOUCH_JSON_PADDING), byte_limit(bytes), depth_limit(depth)
    {
    }
};

namespace {

debvouch_json_status status_of(simdjson::error_code error)
{
    switch (error) {
    case simdjson::SUCCESS: return DEBVOUCH_JSON_OK;
    case simdjson::EMPTY: return DEBVOUCH_JSON_EMPTY;
    case simdjson::CAPACITY: return DEBVOUCH_JSON_TOO_LONG;
    case simdjson::DEPTH_ERROR: return DEBVOUCH_JSON_TOO_DEEP;
    case simdjson::UTF8_ERROR: return DEBVOUCH_JSON_BAD_UTF8;
    case simdjson::NUMBER_ERROR: return DEBVOUCH_JSON_BAD_NUMBER;
    case simdjson::STRING_ERROR:
    case simdjson::UNESCAPED_CHARS:
    case simdjson::UNCLOSED_STRING: return DEBVOUCH_JSON_BAD_STRING;
    case simdjson::MEMALLOC: return DEBVOUCH_JSON_NO_MEMORY;
    default: return DEBVOUCH_JSON_BAD_SYNTAX;
    }
}

bool has_duplicates(std::vector<std::string_view> &keys)
{
    if (keys.size() <= 24) {
        for (size_t one = 1; one < keys.size(); one++)
            for (size_t other = 0; other < one; other++)
                if (keys[one] == keys[other]) return true;
        return false;
    }
    std::sort(keys.begin(), keys.end());
    return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

bool repeats_a_key(debvouch_json &state, dom::element element);

// One pass with a small table of key fingerprints; only where two of them are equal are the keys themselves compared.
// Recursion is bounded by the parser's depth limit.
bool repeats_a_key_in(debvouch_json &state, dom::object object)
{
    uint64_t table[4] = {};
    bool may_repeat = false;
    for (dom::key_value_pair member : object) {
        std::string_view key = member.key;
        unsigned print = static_cast<unsigned>(key.size()) * 37;
        if (!key.empty())
            print += static_cast<uint8_t>(key.front()) * 5u + static_cast<uint8_t>(key.back()) * 11u
                     + static_cast<uint8_t>(key[key.size() / 2]);
        uint64_t bit = uint64_t(1) << (print & 63);
        may_repeat = may_repeat || (table[print >> 6 & 3] & bit) != 0;
        table[print >> 6 & 3] |= bit;
        bool is_nested = member.value.is_object() || member.value.is_array();
        if (is_nested && repeats_a_key(state, member.value)) return true;
    }
    if (!may_repeat) return false;
    state.keys.clear();
    for (dom::key_value_pair member : object) state.keys.push_back(member.key);
    return has_duplicates(state.keys);
}

bool repeats_a_key(debvouch_json &state, dom::element element)
{
    if (element.is_object()) return repeats_a_key_in(state, dom::object(element));
    for (dom::element child : dom::array(element))
        if ((child.is_object() || child.is_array()) && repeats_a_key(state, child)) return true;
    return false;
}

bool begins_as_object(std::string_view text)
{
    size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '{';
}

// Whether an object is surely an event itself, alone or as the source of a hit, and holds no other document: it has the
// time of an event, and neither an answer nor the text of an object stands at its top.
bool is_plain(dom::object object)
{
    bool has_time = false;
    dom::element fields;
    bool has_fields = false;
    for (dom::key_value_pair member : object) {
        if (member.value.is_string()) {
            if (begins_as_object(std::string_view(member.value))) return false;
            has_time = has_time || member.key == "@timestamp";
        } else if (member.key.size() == 7 && member.key == "_source" && member.value.is_object()) {
            return is_plain(dom::object(member.value));
        } else if (member.key.size() == 4 && member.key == "hits" && member.value.is_object()) {
            return false;
        } else if (member.key.size() == 6 && member.key == "fields" && member.value.is_object()) {
            fields = member.value;
            has_fields = true;
        } else {
            has_time = has_time || member.key == "@timestamp";
        }
    }
    return has_time || (has_fields && is_plain(dom::object(fields)));
}

debvouch_json_shape shape_of(dom::element root)
{
    if (root.is_array()) return DEBVOUCH_JSON_ARRAY;
    dom::object object(root);
    if (object.size() == 1) {
        dom::key_value_pair member = *object.begin();
        bool is_action =
            member.key == "index" || member.key == "create" || member.key == "update" || member.key == "delete";
        if (is_action && member.value.is_object()) return DEBVOUCH_JSON_ACTION;
    }
    return is_plain(object) ? DEBVOUCH_JSON_OBJECT : DEBVOUCH_JSON_OTHER;
}

void add(debvouch_json &state, debvouch_json_kind kind, std::string_view text = {})
{
    state.tokens.push_back({reinterpret_cast<const uint8_t *>(text.data()), text.size(), kind});
}

template <typename Number> void add_number(debvouch_json &state, Number number)
{
    constexpr size_t room = 40;
    state.numbers.push_back(std::make_unique<char[]>(room));
    char *start = state.numbers.back().get();
    char *end = std::to_chars(start, start + room, number).ptr;
    add(state, DEBVOUCH_JSON_KIND_NUMBER, std::string_view(start, static_cast<size_t>(end - start)));
}

void flatten(debvouch_json &state, dom::element element)
{
    switch (element.type()) {
    case dom::element_type::ARRAY:
        add(state, DEBVOUCH_JSON_KIND_ARRAY_START);
        for (dom::element child : dom::array(element)) flatten(state, child);
        return add(state, DEBVOUCH_JSON_KIND_END);
    case dom::element_type::OBJECT:
        add(state, DEBVOUCH_JSON_KIND_OBJECT_START);
        for (dom::key_value_pair member : dom::object(element)) {
            add(state, DEBVOUCH_JSON_KIND_KEY, member.key);
            flatten(state, member.value);
        }
        return add(state, DEBVOUCH_JSON_KIND_END);
    case dom::element_type::INT64: return add_number(state, int64_t(element));
    case dom::element_type::UINT64: return add_number(state, uint64_t(element));
    case dom::element_type::DOUBLE: return add_number(state, double(element));
    case dom::element_type::STRING: return add(state, DEBVOUCH_JSON_KIND_STRING, std::string_view(element));
    case dom::element_type::BOOL:
        return add(state, bool(element) ? DEBVOUCH_JSON_KIND_TRUE : DEBVOUCH_JSON_KIND_FALSE);
    case dom::element_type::NULL_VALUE: return add(state, DEBVOUCH_JSON_KIND_NULL);
    }
}

} // namespace

extern "C" struct debvouch_json *debvouch_json_new(size_t byte_limit, size_t depth_limit)
{
    try {
        auto state = std::make_unique<debvouch_json>(byte_limit, depth_limit);
        // simdjson counts the level of scalars too.
        if (state->parser.allocate(4096, depth_limit + 1) != simdjson::SUCCESS) return nullptr;
        return state.release();
    } catch (...) {
        return nullptr;
    }
}

extern "C" void debvouch_json_free(struct debvouch_json *parser)
{
    delete parser;
}

extern "C" enum debvouch_json_status debvouch_json_parse(
    struct debvouch_json *state, const uint8_t *bytes, size_t length, enum debvouch_json_shape *shape)
{
    try {
        if (length > state->byte_limit) return DEBVOUCH_JSON_TOO_LONG;
        if (length > state->parser.capacity()) {
            size_t room = std::max(length, std::min(length * 2, state->byte_limit));
            if (state->parser.allocate(room, state->depth_limit + 1) != simdjson::SUCCESS)
                return DEBVOUCH_JSON_NO_MEMORY;
        }
        auto error = state->parser.parse(bytes, length, false).get(state->root);
        if (error != simdjson::SUCCESS) return status_of(error);
        if (!state->root.is_object() && !state->root.is_array()) return DEBVOUCH_JSON_NOT_AN_OBJECT;
        if (repeats_a_key(*state, state->root)) return DEBVOUCH_JSON_DUPLICATE_KEY;
        *shape = shape_of(state->root);
        return DEBVOUCH_JSON_OK;
    } catch (const std::bad_alloc &) {
        return DEBVOUCH_JSON_NO_MEMORY;
    } catch (...) {
        return DEBVOUCH_JSON_BAD_SYNTAX;
    }
}

extern "C" const struct debvouch_json_token *debvouch_json_tokens(struct debvouch_json *state, size_t *count)
{
    try {
        state->tokens.clear();
        state->numbers.clear();
        flatten(*state, state->root);
        *count = state->tokens.size();
        return state->tokens.data();
    } catch (...) {
        return nullptr;
    }
}

extern "C" void debvouch_json_pass(
    struct debvouch_json *state, const struct debvouch_words *words, const uint8_t *bytes, size_t length,
    struct debvouch_json_passed *passed)
{
    *passed = {};
    while (passed->bytes < length) {
        const uint8_t *line = bytes + passed->bytes;
        const void *found = memchr(line, '\n', length - passed->bytes);
        if (found == nullptr) return;
        size_t size = static_cast<size_t>(static_cast<const uint8_t *>(found) - line);
        if (std::any_of(line, line + size, [](uint8_t byte) { return byte != ' ' && (byte < '\t' || byte > '\r'); })) {
            debvouch_json_shape shape;
            if (debvouch_json_parse(state, line, size, &shape) != DEBVOUCH_JSON_OK) return;
            if (shape != DEBVOUCH_JSON_OBJECT || debvouch_words_may_occur(words, line, size) != 0) return;
            passed->documents++;
        }
        passed->lines++;
        passed->bytes += size + 1;
    }
}

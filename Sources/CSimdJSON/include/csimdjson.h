/* JSON documents as flat token lists, by simdjson, and a fast search for words in raw bytes. */
#ifndef DEBVOUCH_CSIMDJSON_H
#define DEBVOUCH_CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes that must be readable, whatever they hold, behind a document. */
enum { DEBVOUCH_JSON_PADDING = 64 };

/* Why a document is of no use. */
enum debvouch_json_status {
    DEBVOUCH_JSON_OK = 0,
    DEBVOUCH_JSON_EMPTY,
    DEBVOUCH_JSON_TOO_LONG,
    DEBVOUCH_JSON_TOO_DEEP,
    DEBVOUCH_JSON_BAD_UTF8,
    DEBVOUCH_JSON_BAD_NUMBER,
    DEBVOUCH_JSON_BAD_STRING,
    DEBVOUCH_JSON_BAD_SYNTAX,
    DEBVOUCH_JSON_DUPLICATE_KEY,
    DEBVOUCH_JSON_NOT_AN_OBJECT,
    DEBVOUCH_JSON_NO_MEMORY
};

/* What a document is at its top. */
enum debvouch_json_shape {
    /* An object with the time of an event, at its top or in its `_source` or `fields`, that holds no other document: no
       object in `hits`, and no text that begins as an object does. */
    DEBVOUCH_JSON_OBJECT,
    /* An array of documents. */
    DEBVOUCH_JSON_ARRAY,
    /* Any other object: it may be an event, or hold some. */
    DEBVOUCH_JSON_OTHER,
    /* An object with the one key index, create, update or delete. */
    DEBVOUCH_JSON_ACTION
};

enum debvouch_json_kind {
    DEBVOUCH_JSON_KIND_NULL,
    DEBVOUCH_JSON_KIND_FALSE,
    DEBVOUCH_JSON_KIND_TRUE,
    DEBVOUCH_JSON_KIND_NUMBER,
    DEBVOUCH_JSON_KIND_STRING,
    DEBVOUCH_JSON_KIND_KEY,
    DEBVOUCH_JSON_KIND_OBJECT_START,
    DEBVOUCH_JSON_KIND_ARRAY_START,
    DEBVOUCH_JSON_KIND_END
};

/* One token; text is not terminated and is owned by the parser. */
struct debvouch_json_token {
    const uint8_t *text;
    size_t length;
    enum debvouch_json_kind kind;
};

struct debvouch_json;

/* Null without memory. A document may have at most so many bytes and nested arrays and objects. */
struct debvouch_json *debvouch_json_new(size_t byte_limit, size_t depth_limit);
void debvouch_json_free(struct debvouch_json *parser);

/* Parses and validates one whole document, and forgets the one before. */
enum debvouch_json_status debvouch_json_parse(
    struct debvouch_json *parser, const uint8_t *bytes, size_t length, enum debvouch_json_shape *shape);

/* The tokens of the document that was parsed last, valid until the next is; null without memory. */
const struct debvouch_json_token *debvouch_json_tokens(struct debvouch_json *parser, size_t *count);

/* Words to search for: at least two bytes each, no capital letters. */
struct debvouch_words;
struct debvouch_words *debvouch_words_new(void);
void debvouch_words_free(struct debvouch_words *words);
/* 0, or -1 without memory or for a word that is too short. */
int debvouch_words_add(struct debvouch_words *words, const uint8_t *bytes, size_t length);

/* Nonzero where JSON text may hold one of the words in one of its strings, ASCII case ignored: the word stands there
   as it is, or an escape that could spell an ASCII character (backslash and u00, or backslash and slash) stands anywhere.
   The text needs the padding behind it. */
int debvouch_words_may_occur(const struct debvouch_words *words, const uint8_t *bytes, size_t length);

/* What was passed over: whole lines with their line feeds, and the documents on them. */
struct debvouch_json_passed {
    size_t bytes, lines, documents;
};

/* Passes over lines as long as each is blank, or one sound document of the shape OBJECT that holds none of the words.
   Every document is parsed and validated as debvouch_json_parse does. The text needs the padding behind it. */
void debvouch_json_pass(
    struct debvouch_json *parser, const struct debvouch_words *words, const uint8_t *bytes, size_t length,
    struct debvouch_json_passed *passed);

/* Passes over lines ahead of their reader, in threads of its own that take no signals. */
struct debvouch_ahead;

/* Null without memory. The words must outlive it; a block is a text of so many bytes and the rest of its last line. The
   threads start with the second block. */
struct debvouch_ahead *debvouch_ahead_new(
    const struct debvouch_words *words, size_t byte_limit, size_t depth_limit, size_t block_size, size_t threads);
/* Ends the threads. */
void debvouch_ahead_free(struct debvouch_ahead *ahead);

/* Adds the whole blocks at the start of a text that begins with a line, and the rest up to its last line feed if it is the
   last; how many bytes that is. What was added and the padding behind it must not change until it is cleared. */
size_t debvouch_ahead_add(struct debvouch_ahead *ahead, const uint8_t *bytes, size_t length, int is_last);

/* As debvouch_json_pass from the start of a line on, as far as blocks were added; nothing elsewhere. The parser serves
   for what no thread did. */
void debvouch_ahead_pass(
    struct debvouch_ahead *ahead, struct debvouch_json *parser, const uint8_t *place,
    struct debvouch_json_passed *passed);

/* Forgets every block. */
void debvouch_ahead_clear(struct debvouch_ahead *ahead);

#ifdef __cplusplus
}
#endif

#endif

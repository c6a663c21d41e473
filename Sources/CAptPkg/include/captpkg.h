/* libapt-pkg behind one C face: three services, each one whole transaction. */
#ifndef DEBVOUCH_CAPTPKG_H
#define DEBVOUCH_CAPTPKG_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a call ended. Nothing is left on apt's error stack, and no C++ exception leaves a call. */
enum debvouch_apt_status {
    DEBVOUCH_APT_OK = 0,
    /* The kernel gave no memory file, or did not take the text; `code` is the errno. */
    DEBVOUCH_APT_SYSTEM = 1,
    /* /proc/self/fd is missing, so apt cannot open a memory file by name. */
    DEBVOUCH_APT_NO_PROC = 2,
    /* An answer above the ceiling that the caller gave. */
    DEBVOUCH_APT_TOO_LARGE = 3,
    DEBVOUCH_APT_NO_MEMORY = 4,
    /* libapt-pkg reported an error for the whole call; `bytes` is its text. */
    DEBVOUCH_APT_FAILED = 5,
    DEBVOUCH_APT_EXCEPTION = 6
};

/* An answer. `bytes` belongs to the caller, who gives it back with debvouch_apt_free.
 * It is a row of items, each a uint64_t count in native byte order; an item that stands for a text is
 * followed by as many bytes. */
struct debvouch_apt_answer {
    enum debvouch_apt_status status;
    int code;
    uint8_t *bytes;
    size_t count;
};

/* Below, at or above zero as deb-version(7) orders the two; any bytes are accepted. `order` is only
 * written where the answer is DEBVOUCH_APT_OK. */
enum debvouch_apt_status debvouch_apt_compare(
    const uint8_t *left, size_t left_count, const uint8_t *right, size_t right_count, int *order);

/* Reads `buffer_count` texts, which lie one behind the other in `texts`, into one fresh tree, each as a file
 * of its own, and goes on after a text with a syntax error as apt does with the files of a folder.
 * Answer: one text for each buffer, empty where it was accepted, else apt's message; then the number of
 * nodes, then a full tag and a value for each node in tree order.
 * The texts must hold no #include and no #x-apt-configure-index: apt would open what they name. */
struct debvouch_apt_answer debvouch_apt_configuration(
    const uint8_t *texts, const size_t *counts, size_t buffer_count, size_t ceiling);

/* Takes a deb822 text apart. Answer: for each section the number of its fields, then a name and a value for
 * each, in the order written; a value keeps its inner line ends. */
struct debvouch_apt_answer debvouch_apt_sections(
    const uint8_t *text, size_t count, int with_comments, size_t ceiling);

void debvouch_apt_free(uint8_t *bytes);

#ifdef __cplusplus
}
#endif

#endif

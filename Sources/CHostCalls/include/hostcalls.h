/* The kernel calls that glibc does not wrap, and flags that Swift cannot import. */
#ifndef DEBVOUCH_HOSTCALLS_H
#define DEBVOUCH_HOSTCALLS_H

#include <stdint.h>
#include <sys/types.h>

/* openat2(2). Returns a descriptor, or -1 with errno set. */
int debvouch_openat2(int directory, const char *path, uint64_t flags, uint64_t resolve);

enum debvouch_resolve {
    DEBVOUCH_RESOLVE_NO_MAGICLINKS = 0x02,
    DEBVOUCH_RESOLVE_NO_SYMLINKS = 0x04,
    DEBVOUCH_RESOLVE_BENEATH = 0x08,
    DEBVOUCH_RESOLVE_IN_ROOT = 0x10
};

/* Flags of open(2) that need _GNU_SOURCE and differ between architectures. */
extern const int32_t debvouch_o_path;
extern const int32_t debvouch_o_noatime;

/* What statx(2) says of an open descriptor, in plain fields. */
struct debvouch_facts {
    uint64_t size, blocks, inode, device, mount_id;
    int64_t modified_seconds, changed_seconds, born_seconds;
    uint32_t modified_nanoseconds, changed_nanoseconds, born_nanoseconds;
    uint32_t mode, uid, gid, links;
    int has_birth;
};

/* statx(2) on an open descriptor (AT_EMPTY_PATH). Returns 0, or -1 with errno set. */
int debvouch_statx(int descriptor, struct debvouch_facts *facts);

/* readlinkat(2) on a descriptor opened with O_PATH|O_NOFOLLOW. Returns a length, or -1 with errno set. */
ssize_t debvouch_readlink(int descriptor, char *buffer, size_t capacity);

/* memfd_create(2), closed on exec. Returns a descriptor, or -1 with errno set. */
int debvouch_memfd(const char *name);

/* Makes SIGINT and SIGTERM ask the program to stop instead of ending it. Returns 0, or -1 with errno set. */
int debvouch_stop_prepare(void);

/* Nonzero once one of them came. */
int debvouch_stop_requested(void);

/* Waits so many milliseconds or until one of them comes; nonzero where one came. */
int debvouch_stop_wait(int milliseconds);

#endif

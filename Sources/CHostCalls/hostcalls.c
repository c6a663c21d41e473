#define _GNU_SOURCE
#include "hostcalls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

const int32_t debvouch_o_path = O_PATH;
const int32_t debvouch_o_noatime = O_NOATIME;

int debvouch_openat2(int directory, const char *path, uint64_t flags, uint64_t resolve)
{
    struct open_how how;
    memset(&how, 0, sizeof how);
    how.flags = flags | O_CLOEXEC;
    how.resolve = resolve;
    long descriptor;
    do {
        descriptor = syscall(SYS_openat2, directory, path, &how, sizeof how);
    } while (descriptor < 0 && (errno == EINTR || errno == EAGAIN));
    return (int)descriptor;
}

int debvouch_statx(int descriptor, struct debvouch_facts *facts)
{
    struct statx raw;
    memset(&raw, 0, sizeof raw);
    if (statx(descriptor, "", AT_EMPTY_PATH | AT_STATX_SYNC_AS_STAT | AT_NO_AUTOMOUNT,
              STATX_BASIC_STATS | STATX_BTIME | 0x1000U /* STATX_MNT_ID, Linux 5.8 */, &raw) != 0)
        return -1;
    facts->size = raw.stx_size;
    facts->blocks = raw.stx_blocks;
    facts->inode = raw.stx_ino;
    facts->device = makedev(raw.stx_dev_major, raw.stx_dev_minor);
    facts->mount_id = raw.stx_mnt_id;
    facts->modified_seconds = raw.stx_mtime.tv_sec;
    facts->modified_nanoseconds = raw.stx_mtime.tv_nsec;
    facts->changed_seconds = raw.stx_ctime.tv_sec;
    facts->changed_nanoseconds = raw.stx_ctime.tv_nsec;
    facts->born_seconds = raw.stx_btime.tv_sec;
    facts->born_nanoseconds = raw.stx_btime.tv_nsec;
    facts->has_birth = (raw.stx_mask & STATX_BTIME) != 0;
    facts->mode = raw.stx_mode;
    facts->uid = raw.stx_uid;
    facts->gid = raw.stx_gid;
    facts->links = raw.stx_nlink;
    return 0;
}

ssize_t debvouch_readlink(int descriptor, char *buffer, size_t capacity)
{
    return readlinkat(descriptor, "", buffer, capacity);
}

int debvouch_memfd(const char *name)
{
    return memfd_create(name, MFD_CLOEXEC);
}

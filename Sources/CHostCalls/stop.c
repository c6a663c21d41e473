#define _GNU_SOURCE
#include "hostcalls.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* A handler can reach nothing but what is static. */
static volatile sig_atomic_t requested;
static int wake = -1;

static void on_signal(int number)
{
    (void)number;
    int saved = errno;
    uint64_t one = 1;
    requested = 1;
    ssize_t written = write(wake, &one, sizeof one);
    (void)written;
    errno = saved;
}

int debvouch_stop_prepare(void)
{
    if (wake < 0) wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (wake < 0) return -1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    if (sigaction(SIGINT, &action, NULL) != 0) return -1;
    return sigaction(SIGTERM, &action, NULL);
}

int debvouch_stop_requested(void)
{
    return requested != 0;
}

int debvouch_stop_wait(int milliseconds)
{
    /* What was written is never read again: once asked to stop, no wait is wanted. */
    struct pollfd entry = {.fd = wake, .events = POLLIN};
    poll(&entry, 1, milliseconds);
    return requested != 0;
}

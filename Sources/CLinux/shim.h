#pragma once
// What Swift's Glibc module leaves out: epoll, eventfd, accept4, sendfile, memmem, renameat2, sync_file_range.
// GNU-only prototypes are declared here so that no feature-test macro is needed.
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

extern int accept4(int, struct sockaddr *, socklen_t *, int);
extern void *memmem(const void *, size_t, const void *, size_t);
extern int pthread_setname_np(unsigned long, const char *);
extern long syscall(long, ...);

static inline int linux_epoll_ctl(int epoll, int operation, int fd, uint32_t events, uint64_t data) {
  struct epoll_event event;
  event.events = events;
  event.data.u64 = data;
  return epoll_ctl(epoll, operation, fd, &event);
}
// struct epoll_event is packed and holds a union, which Swift cannot read: hand it plain integers.
static inline uint32_t linux_epoll_events(const struct epoll_event *event) { return event->events; }
static inline uint64_t linux_epoll_data(const struct epoll_event *event) { return event->data.u64; }

#define LINUX_EPOLLIN 0x001u
#define LINUX_EPOLLOUT 0x004u
#define LINUX_EPOLLERR 0x008u
#define LINUX_EPOLLHUP 0x010u
#define LINUX_EPOLLRDHUP 0x2000u
#define LINUX_EPOLLET 0x80000000u

static inline int linux_name_current_thread(const char *name) { return pthread_setname_np(pthread_self(), name); }

/// renameat(2) that fails with EEXIST instead of replacing what is there (RENAME_NOREPLACE).
static inline int linux_rename_exclusive(int from_folder, const char *from, int to_folder, const char *to) {
  return (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, 1u);
}

/// openat2(2) of something that exists: never leaves `folder`, follows no symbolic link (RESOLVE_BENEATH, RESOLVE_NO_SYMLINKS).
static inline int linux_open_beneath(int folder, const char *path, int flags) {
  struct { uint64_t flags, mode, resolve; } how = {(uint64_t)(flags | O_CLOEXEC), 0, 0x08 | 0x04};
  return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}

/// Starts writing dirty pages of the range without waiting, so that a later fsync has less left to do.
static inline int linux_start_writeback(int fd, int64_t offset, int64_t length) {
  return (int)syscall(SYS_sync_file_range, fd, offset, length, 2u);
}

extern long preadv2(int, const struct iovec *, int, off_t, int);
/// pread(2) that never waits for a disk: -1 and EAGAIN when the bytes are not in the page cache (RWF_NOWAIT).
static inline long linux_read_cached(int fd, void *buffer, size_t count, int64_t offset) {
  struct iovec part = {buffer, count};
  return preadv2(fd, &part, 1, offset, 8);
}

/// O_TMPFILE, which fcntl.h shows under _GNU_SOURCE alone.
static inline int linux_unnamed_file_flag(void) { return 020000000 | O_DIRECTORY; }

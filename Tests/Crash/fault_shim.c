// Preloaded into the program under test (LD_PRELOAD, with VITRINE_FAULTS naming the control file): counts every call that
// changes or publishes state, over all threads, and at call N ends the process, fails the call, shortens it, leaves it out or
// holds it until it is disarmed.
// Tests/Support/crash_faults.py is the other side of the control file.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum mode { COUNT, KILL_BEFORE, KILL_AFTER, FAIL, SHORT, SKIP, HOLD };
enum class {
  CREATE = 1, WRITE = 2, SYNC_FILE = 4, SYNC_FOLDER = 8, WRITEBACK = 16, PUBLISH = 32, REMOVE = 64, MAKE_FOLDER = 128,
  TRUNCATE = 256, ASK = 512, HEAR = 1024, ANSWER = 2048, READ = 4096,
};
enum { TRACE = 4096, TRACE_TEXT = 64 };

struct control {
  _Atomic uint32_t armed;
  uint32_t mode, file_error, socket_error, classes, sticky;
  // Calls from this one on are hit when sticky, every one when 0, else this one alone.
  uint64_t number;
  _Atomic uint64_t counter;
  _Atomic uint32_t hits;
  uint32_t unused;
  // Only files with this in their path count; empty for all.
  char path[72];
  char what[TRACE_TEXT];
  char trace[TRACE][TRACE_TEXT];
};

static struct control *control;
static pid_t owner;
// What a socket's other end is: the client, a server of ours, or neither (a pipe to a media worker).
enum { PEERS = 1 << 16, NOBODY = 0, CLIENT = 1, BACKEND = 2 };
static _Atomic uint8_t peers[PEERS];

#define REAL(name) \
  static __typeof__(name) *real; \
  if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void attach(void) {
  const char *path = getenv("VITRINE_FAULTS");
  // Media workers are programs of their own: they inherit neither.
  unsetenv("LD_PRELOAD");
  if (!path) return;
  int file = open(path, O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  void *memory = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (memory == MAP_FAILED) return;
  owner = getpid();
  control = memory;
}

static void mark(int fd, int peer) {
  if (fd >= 0 && fd < PEERS) peers[fd] = (uint8_t)peer;
}
static int peer(int fd) { return fd >= 0 && fd < PEERS ? peers[fd] : NOBODY; }

static void end_process(void) {
  kill(owner, SIGKILL);
  for (;;) pause();
}

// A file's path; of a connection the address and port of its other end.
static void path_of(int fd, char *buffer, size_t size) {
  struct sockaddr_in address = {0};
  socklen_t length = sizeof address;
  if (peer(fd) && getpeername(fd, (struct sockaddr *)&address, &length) == 0 && address.sin_family == AF_INET) {
    const uint8_t *host = (const uint8_t *)&address.sin_addr;
    snprintf(buffer, size, "%d.%d.%d.%d:%d", host[0], host[1], host[2], host[3], ntohs(address.sin_port));
    return;
  }
  char link[32];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t count = readlink(link, buffer, size - 1);
  buffer[count > 0 ? count : 0] = 0;
}

// What to do with a call of `class`: COUNT to let it pass; KILL_BEFORE never returns.
static enum mode step(enum class class, const char *name, int fd, const char *relative) {
  if (!control || !control->armed || !(control->classes & class) || getpid() != owner) return COUNT;
  int saved = errno;
  char path[512] = "";
  if (fd >= 0) path_of(fd, path, sizeof path - 100);
  if (relative) snprintf(path + strlen(path), sizeof path - strlen(path), "%s%s", *path ? "/" : "", relative);
  if (control->path[0] && !strstr(path, control->path)) {
    errno = saved;
    return COUNT;
  }
  uint64_t number = atomic_fetch_add(&control->counter, 1) + 1;
  char *text = control->trace[number % TRACE];
  size_t length = strlen(path), room = TRACE_TEXT - strlen(name) - 2;
  snprintf(text, TRACE_TEXT, "%s %.*s", name, (int)room, length > room ? path + length - room : path);
  int isHit = !control->number || number == control->number || (control->sticky && number > control->number);
  enum mode mode = isHit ? control->mode : COUNT;
  if (mode != COUNT) {
    atomic_fetch_add(&control->hits, 1);
    memcpy(control->what, text, TRACE_TEXT);
  }
  if (mode == KILL_BEFORE) end_process();
  while (mode == HOLD && control->armed) usleep(1000);
  errno = saved;
  return mode;
}

static int fail(enum class class, int fd) {
  // A connection whose call failed is broken for whoever waits for an answer on it, too.
  if (class & (ASK | HEAR | ANSWER)) shutdown(fd, SHUT_RDWR);
  errno = (int)(class & (ASK | HEAR | ANSWER) ? control->socket_error : control->file_error);
  return -1;
}

// Runs `call` as `mode` says; `skipped` is what leaving it out answers.
#define ACT(class, fd, mode, type, call, skipped) \
  do { \
    if (mode == FAIL) return (type)fail(class, fd); \
    if (mode == SKIP) return (type)(skipped); \
    type result = call; \
    if (mode == KILL_AFTER) end_process(); \
    return result; \
  } while (0)

#define PLAIN(class, fd, path, type, name, ...) \
  do { \
    REAL(name); \
    enum mode mode = step(class, #name, fd, path); \
    ACT(class, fd, mode, type, real(__VA_ARGS__), 0); \
  } while (0)

// Files

static int is_regular(int fd) {
  struct stat status;
  int saved = errno;
  // Standard output and error are the log, which may be a file.
  int regular = fd > 2 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
  errno = saved;
  return regular;
}

static enum class sync_class(int fd) {
  struct stat status;
  return fstat(fd, &status) == 0 && S_ISDIR(status.st_mode) ? SYNC_FOLDER : SYNC_FILE;
}

static int creates(int flags) { return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE; }

#define OPEN(name, folder, ...) \
  mode_t bits = 0; \
  if (creates(flags)) { \
    va_list rest; \
    va_start(rest, flags); \
    bits = va_arg(rest, mode_t); \
    va_end(rest); \
  } \
  REAL(name); \
  enum mode mode = creates(flags) ? step(CREATE, #name, folder, path) : COUNT; \
  ACT(CREATE, -1, mode, int, real(__VA_ARGS__, flags, bits), -1)

int open(const char *path, int flags, ...) { OPEN(open, -1, path); }
int open64(const char *path, int flags, ...) { OPEN(open64, -1, path); }
int openat(int folder, const char *path, int flags, ...) { OPEN(openat, folder, folder, path); }
int openat64(int folder, const char *path, int flags, ...) { OPEN(openat64, folder, folder, path); }

static enum mode write_step(const char *name, int fd) { return is_regular(fd) ? step(WRITE, name, fd, NULL) : COUNT; }
static size_t halved(enum mode mode, size_t count) { return mode == SHORT && count > 1 ? count / 2 : count; }

#define WRITES(name, ...) \
  REAL(name); \
  enum mode mode = write_step(#name, fd); \
  size_t all = count; \
  count = halved(mode, count); \
  ACT(WRITE, fd, mode, ssize_t, real(__VA_ARGS__), all)

ssize_t write(int fd, const void *bytes, size_t count) { WRITES(write, fd, bytes, count); }
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { WRITES(pwrite, fd, bytes, count, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) { WRITES(pwrite64, fd, bytes, count, at); }

static ssize_t total(const struct iovec *parts, int count) {
  ssize_t sum = 0;
  for (int i = 0; i < count; i++) sum += (ssize_t)parts[i].iov_len;
  return sum;
}

// A short gather is its first part.
#define GATHERS(name, ...) \
  REAL(name); \
  enum mode mode = write_step(#name, fd); \
  ssize_t all = total(parts, count); \
  if (mode == SHORT && count > 1) count = 1; \
  ACT(WRITE, fd, mode, ssize_t, real(__VA_ARGS__), all)

ssize_t writev(int fd, const struct iovec *parts, int count) { GATHERS(writev, fd, parts, count); }
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { GATHERS(pwritev, fd, parts, count, at); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) { GATHERS(pwritev64, fd, parts, count, at); }

int fsync(int fd) { PLAIN(sync_class(fd), fd, NULL, int, fsync, fd); }
int fdatasync(int fd) { PLAIN(sync_class(fd), fd, NULL, int, fdatasync, fd); }
int sync_file_range(int fd, off64_t at, off64_t count, unsigned flags) {
  PLAIN(WRITEBACK, fd, NULL, int, sync_file_range, fd, at, count, flags);
}

int rename(const char *from, const char *to) { PLAIN(PUBLISH, -1, to, int, rename, from, to); }
int renameat(int fromFolder, const char *from, int folder, const char *to) {
  PLAIN(PUBLISH, folder, to, int, renameat, fromFolder, from, folder, to);
}
int renameat2(int fromFolder, const char *from, int folder, const char *to, unsigned flags) {
  PLAIN(PUBLISH, folder, to, int, renameat2, fromFolder, from, folder, to, flags);
}
int link(const char *from, const char *to) { PLAIN(PUBLISH, -1, to, int, link, from, to); }
int linkat(int fromFolder, const char *from, int folder, const char *to, int flags) {
  PLAIN(PUBLISH, folder, to, int, linkat, fromFolder, from, folder, to, flags);
}
int unlink(const char *path) { PLAIN(REMOVE, -1, path, int, unlink, path); }
int unlinkat(int folder, const char *path, int flags) { PLAIN(REMOVE, folder, path, int, unlinkat, folder, path, flags); }
int rmdir(const char *path) { PLAIN(REMOVE, -1, path, int, rmdir, path); }
int mkdir(const char *path, mode_t bits) { PLAIN(MAKE_FOLDER, -1, path, int, mkdir, path, bits); }
int mkdirat(int folder, const char *path, mode_t bits) { PLAIN(MAKE_FOLDER, folder, path, int, mkdirat, folder, path, bits); }
int ftruncate(int fd, off_t size) { PLAIN(TRUNCATE, fd, NULL, int, ftruncate, fd, size); }
int ftruncate64(int fd, off64_t size) { PLAIN(TRUNCATE, fd, NULL, int, ftruncate64, fd, size); }
int fallocate(int fd, int how, off_t at, off_t size) { PLAIN(TRUNCATE, fd, NULL, int, fallocate, fd, how, at, size); }
int fallocate64(int fd, int how, off64_t at, off64_t size) { PLAIN(TRUNCATE, fd, NULL, int, fallocate64, fd, how, at, size); }

// Reads change nothing: they are counted only where a driver asks for them, to fail.
#define READS(name, ...) \
  REAL(name); \
  enum mode mode = control && (control->classes & READ) && is_regular(fd) ? step(READ, #name, fd, NULL) : COUNT; \
  ACT(READ, fd, mode, ssize_t, real(__VA_ARGS__), 0)

ssize_t read(int fd, void *bytes, size_t count) { READS(read, fd, bytes, count); }
ssize_t pread(int fd, void *bytes, size_t count, off_t at) { READS(pread, fd, bytes, count, at); }
ssize_t pread64(int fd, void *bytes, size_t count, off64_t at) { READS(pread64, fd, bytes, count, at); }

// Sockets

int accept(int fd, struct sockaddr *address, socklen_t *length) {
  REAL(accept);
  int accepted = real(fd, address, length);
  mark(accepted, CLIENT);
  return accepted;
}
int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags) {
  REAL(accept4);
  int accepted = real(fd, address, length, flags);
  mark(accepted, CLIENT);
  return accepted;
}
int connect(int fd, const struct sockaddr *address, socklen_t length) {
  REAL(connect);
  mark(fd, BACKEND);
  return real(fd, address, length);
}
int close(int fd) {
  REAL(close);
  mark(fd, NOBODY);
  return real(fd);
}

static enum class send_class(int fd) { return peer(fd) == CLIENT ? ANSWER : ASK; }
static enum mode send_step(const char *name, int fd) { return peer(fd) ? step(send_class(fd), name, fd, NULL) : COUNT; }

#define SENDS(name, ...) \
  REAL(name); \
  enum mode mode = send_step(#name, fd); \
  size_t all = count; \
  count = halved(mode, count); \
  ACT(send_class(fd), fd, mode, ssize_t, real(__VA_ARGS__), all)

ssize_t send(int fd, const void *bytes, size_t count, int flags) { SENDS(send, fd, bytes, count, flags); }
ssize_t sendto(int fd, const void *bytes, size_t count, int flags, const struct sockaddr *to, socklen_t length) {
  SENDS(sendto, fd, bytes, count, flags, to, length);
}
ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  REAL(sendmsg);
  enum mode mode = send_step("sendmsg", fd);
  struct msghdr first = *message;
  if (mode == SHORT && first.msg_iovlen > 1) first.msg_iovlen = 1;
  ACT(send_class(fd), fd, mode, ssize_t, real(fd, &first, flags), total(message->msg_iov, (int)message->msg_iovlen));
}
ssize_t sendfile(int fd, int file, off_t *at, size_t count) { SENDS(sendfile, fd, file, at, count); }
ssize_t sendfile64(int fd, int file, off64_t *at, size_t count) { SENDS(sendfile64, fd, file, at, count); }

// What another server said counts once it has come, before anybody knows: attempts that find nothing do not.
static ssize_t heard(const char *name, int fd, ssize_t result) {
  if (result < 0 || peer(fd) != BACKEND) return result;
  enum mode mode = step(HEAR, name, fd, NULL);
  if (mode == FAIL) return fail(HEAR, fd);
  if (mode == KILL_AFTER) end_process();
  return result;
}

static ssize_t receive(int fd, void *bytes, size_t count, int flags) {
  REAL(recv);
  return heard("recv", fd, real(fd, bytes, count, flags));
}
ssize_t recv(int fd, void *bytes, size_t count, int flags) { return receive(fd, bytes, count, flags); }
ssize_t __recv_chk(int fd, void *bytes, size_t count, size_t room, int flags) {
  if (count > room) abort();
  return receive(fd, bytes, count, flags);
}
ssize_t recvfrom(int fd, void *bytes, size_t count, int flags, struct sockaddr *from, socklen_t *length) {
  REAL(recvfrom);
  return heard("recvfrom", fd, real(fd, bytes, count, flags, from, length));
}

// System calls the C library of the build machine may not wrap

long syscall(long number, ...) {
  static long (*real)(long, ...);
  if (!real) real = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  va_list rest;
  va_start(rest, number);
  long a[6];
  for (int i = 0; i < 6; i++) a[i] = va_arg(rest, long);
  va_end(rest);
  enum class class = 0;
  enum mode mode = COUNT;
  if (number == SYS_renameat2) {
    mode = step(class = PUBLISH, "renameat2", (int)a[2], (const char *)a[3]);
  } else if (number == SYS_openat2 && creates((int)*(uint64_t *)a[2])) {
    mode = step(class = CREATE, "openat2", (int)a[0], (const char *)a[1]);
  } else if (number == SYS_sync_file_range) {
    mode = step(class = WRITEBACK, "sync_file_range", (int)a[0], NULL);
  }
  ACT(class, -1, mode, long, real(number, a[0], a[1], a[2], a[3], a[4], a[5]), 0);
}

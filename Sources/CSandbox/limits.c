#define _GNU_SOURCE
#include "internal.h"
#include <fcntl.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// Kept open from before the confinement, which hides /proc or what is in it.
static int status_file = -1;

int sandbox_prepare(void) {
  status_file = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
  // Not dumpable: no child of the same user can open /proc/<this>/mem and reach the next job through it.
  prctl(PR_SET_DUMPABLE, 0);
  return status_file < 0 ? -1 : 0;
}

static uint64_t field(const char *text, const char *name) {
  const char *found = strstr(text, name);
  return found ? strtoull(found + strlen(name), NULL, 10) : 0;
}

int sandbox_read_status(struct process_status *status) {
  char text[4096];
  ssize_t count = pread(status_file, text, sizeof text - 1, 0);
  if (count <= 0) return -1;
  text[count] = 0;
  status->address_space = field(text, "VmSize:") << 10;
  status->data = field(text, "VmData:") << 10;
  status->threads = (int)field(text, "Threads:");
  return 0;
}

int sandbox_thread_count(void) {
  struct process_status status;
  return sandbox_read_status(&status) ? -1 : status.threads;
}

void sandbox_drop_privileges(void) {
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct nothing[2] = {{0, 0, 0}, {0, 0, 0}};
  syscall(SYS_capset, &header, nothing);
}

static int limit(int resource, uint64_t value) {
  struct rlimit both = {value, value};
  return setrlimit(resource, &both);
}

// SIGXCPU at the soft limit says what happened; with equal limits it would be an unexplained SIGKILL.
static int limit_processor(uint64_t seconds) {
  struct rlimit both = {seconds, seconds + 1};
  return setrlimit(RLIMIT_CPU, &both);
}

int sandbox_apply_limits(const sandbox_limits *limits, const struct process_status *idle) {
  // RLIMIT_DATA counts what can be written; the address space also holds reserved arenas and guard pages, so its limit
  // is looser and only stops what escapes the first.
  const uint64_t reserve = 512u << 20;
  uint64_t address_space = idle->address_space + limits->memory_bytes + limits->mapped_bytes + reserve;
  uint64_t seconds = (limits->wall_milliseconds + 999) / 1000;
  return limit(RLIMIT_DATA, idle->data + limits->memory_bytes) | limit(RLIMIT_AS, address_space) |
         limit_processor(2 * seconds + 1) | limit(RLIMIT_FSIZE, 0) | limit(RLIMIT_NOFILE, 64) | limit(RLIMIT_CORE, 0) |
         limit(RLIMIT_MEMLOCK, 0) | limit(RLIMIT_MSGQUEUE, 0);
}

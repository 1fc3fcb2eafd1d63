#define _GNU_SOURCE
#include "internal.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/landlock.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// The whole of struct landlock_ruleset_attr; older headers know the first field only.
struct ruleset {
  uint64_t files, network, scopes;
};

enum { EVERY_FILE_RIGHT_V1 = 0x1fff, RIGHT_REFER = 0x2000, RIGHT_TRUNCATE = 0x4000, RIGHT_DEVICE_IOCTL = 0x8000 };
enum { TCP_BIND_AND_CONNECT = 3, ABSTRACT_SOCKETS_AND_SIGNALS = 3 };

static struct ruleset everything(int version) {
  struct ruleset rules = {.files = EVERY_FILE_RIGHT_V1};
  if (version >= 2) rules.files |= RIGHT_REFER;
  if (version >= 3) rules.files |= RIGHT_TRUNCATE;
  if (version >= 4) rules.network = TCP_BIND_AND_CONNECT;
  if (version >= 5) rules.files |= RIGHT_DEVICE_IOCTL;
  if (version >= 6) rules.scopes = ABSTRACT_SOCKETS_AND_SIGNALS;
  return rules;
}

static size_t known_size(int version) { return version >= 6 ? 24 : version >= 4 ? 16 : 8; }

static int allow(int ruleset, const char *path, uint64_t rights) {
  int target = open(path, O_PATH | O_CLOEXEC);
  if (target < 0) return errno == ENOENT ? 0 : -1;
  struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = target};
  int result = (int)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close(target);
  return result;
}

static int restrict_files(void) {
  int version = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return -1;
  struct ruleset rules = everything(version);
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, known_size(version), 0);
  if (ruleset < 0) return -1;
  const uint64_t read_tree = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
  const char *trees[] = {"/usr", "/etc/fonts", "/var/cache/fontconfig"};
  const char *files[] = {"/etc/ld.so.cache", "/dev/urandom"};
  int failed = 0;
  for (size_t i = 0; i < sizeof trees / sizeof *trees; i++) failed |= allow(ruleset, trees[i], read_tree);
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) failed |= allow(ruleset, files[i], LANDLOCK_ACCESS_FS_READ_FILE);
  failed |= allow(ruleset, "/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
  if (!failed) failed = (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
  close(ruleset);
  return failed;
}

// Best effort: the system-call filter of each job denies sockets whether or not this succeeds.
static void leave_network_and_root(void) {
  if (geteuid() != 0) {
    (void)!unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC);
    return;
  }
  (void)!unshare(CLONE_NEWNET | CLONE_NEWIPC);
  const gid_t nobody = 65534;
  (void)!setgroups(0, NULL);
  (void)!setresgid(nobody, nobody, nobody);
  (void)!setresuid(nobody, nobody, nobody);
}

int sandbox_enter_landlock(void) {
  pid_t server = getppid();
  leave_network_and_root();
  sandbox_drop_privileges();
  // A change of user clears both of these.
  prctl(PR_SET_DUMPABLE, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != server) return -1;
  if (restrict_files() == 0) return 0;
  fprintf(stderr, "Landlock cannot confine this process: %s", strerror(errno));
  return -1;
}

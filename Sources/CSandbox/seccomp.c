#define _GNU_SOURCE
#include "internal.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "The media worker's system-call filter is written for x86-64 and arm64."
#endif

// Calls whose arguments do not matter. Anything not named in this file fails with EPERM.
static const int free_calls[] = {
    SYS_read, SYS_pread64, SYS_readv, SYS_write, SYS_writev, SYS_lseek, SYS_close, SYS_fstat, SYS_newfstatat, SYS_statx,
    SYS_fstatfs, SYS_statfs, SYS_faccessat, SYS_faccessat2, SYS_readlinkat, SYS_getdents64, SYS_getcwd, SYS_fadvise64,
    SYS_mprotect, SYS_munmap, SYS_mremap, SYS_madvise, SYS_brk,
    SYS_futex, SYS_set_robust_list, SYS_get_robust_list, SYS_rseq, SYS_set_tid_address, SYS_membarrier,
    SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack, SYS_exit, SYS_exit_group,
    SYS_getpid, SYS_gettid, SYS_getppid, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid, SYS_uname, SYS_sysinfo,
    SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_restart_syscall,
    SYS_sched_yield, SYS_sched_getaffinity, SYS_getcpu, SYS_getrandom, SYS_getrusage, SYS_times,
    SYS_ppoll, SYS_pipe2, SYS_eventfd2, SYS_dup,
#if defined(__x86_64__)
    SYS_stat, SYS_lstat, SYS_access, SYS_readlink, SYS_poll, SYS_time, SYS_getrlimit, SYS_arch_prctl,
#endif
};

struct program {
  struct sock_filter lines[512];
  unsigned short count;
};

static void add(struct program *program, struct sock_filter line) {
  if (program->count < sizeof program->lines / sizeof *program->lines) program->lines[program->count++] = line;
}

static void statement(struct program *program, unsigned short code, unsigned value) {
  add(program, (struct sock_filter)BPF_STMT(code, value));
}

static void answer(struct program *program, unsigned value) { statement(program, BPF_RET | BPF_K, value); }

// Only the low half of an argument is loaded: every flag looked at lives there.
static void load_argument(struct program *program, int index) {
  statement(program, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 8u * (unsigned)index);
}

// The next `skip` lines run for this call only; afterwards the call's number must not be needed again.
static void only_for(struct program *program, int call, unsigned char skip) {
  add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, skip));
}

static const unsigned refused = SECCOMP_RET_ERRNO | EPERM;

// Allows `call` when (argument & mask) == value.
static void allow_when(struct program *program, int call, int argument, unsigned mask, unsigned value) {
  only_for(program, call, 5);
  load_argument(program, argument);
  statement(program, BPF_ALU | BPF_AND | BPF_K, mask);
  add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
  answer(program, SECCOMP_RET_ALLOW);
  answer(program, refused);
}

// Allows `call` unless (argument & mask) == value.
static void allow_unless(struct program *program, int call, int argument, unsigned mask, unsigned value) {
  only_for(program, call, 5);
  load_argument(program, argument);
  statement(program, BPF_ALU | BPF_AND | BPF_K, mask);
  add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
  answer(program, refused);
  answer(program, SECCOMP_RET_ALLOW);
}

static void check_architecture(struct program *program) {
  statement(program, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
  add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCHITECTURE, 1, 0));
  answer(program, SECCOMP_RET_KILL_PROCESS);
  statement(program, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
}

static void allow_free_calls(struct program *program) {
  for (size_t i = 0; i < sizeof free_calls / sizeof *free_calls; i++) {
    only_for(program, free_calls[i], 1);
    answer(program, SECCOMP_RET_ALLOW);
  }
}

static void allow_checked_calls(struct program *program) {
  const unsigned writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
  allow_when(program, SYS_openat, 2, writing, 0);
#if defined(__x86_64__)
  allow_when(program, SYS_open, 1, writing, 0);
#endif
  // Threads, not processes. clone3 hides its flags behind a pointer; told it is unknown, the C library uses clone.
  allow_when(program, SYS_clone, 0, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM);
  only_for(program, SYS_clone3, 1);
  answer(program, SECCOMP_RET_ERRNO | ENOSYS);
  // Shared anonymous memory would not count against RLIMIT_DATA.
  allow_unless(program, SYS_mmap, 3, MAP_SHARED | MAP_ANONYMOUS, MAP_SHARED | MAP_ANONYMOUS);
  // abort(3) signals itself.
  allow_when(program, SYS_tgkill, 0, ~0u, (unsigned)getpid());
  allow_when(program, SYS_prctl, 0, ~0u, PR_SET_NAME);
  allow_when(program, SYS_prlimit64, 2, ~0u, 0);
  // F_DUPFD, F_GETFD, F_SETFD, F_GETFL are 0…3.
  allow_when(program, SYS_fcntl, 1, ~3u, 0);
}

int sandbox_apply_seccomp(void) {
  struct program program = {.count = 0};
  check_architecture(&program);
  allow_free_calls(&program);
  allow_checked_calls(&program);
  answer(&program, refused);
  struct sock_fprog filter = {.len = program.count, .filter = program.lines};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return -1;
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

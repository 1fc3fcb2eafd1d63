#define _GNU_SOURCE
#include "internal.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct running {
  pid_t process;
  int status;  // write end of the status pipe
  int64_t deadline;
  int timed_out;
};

struct zygote {
  sandbox_job job;
  struct process_status idle;
  int signals;
  int count;
  struct running jobs[SANDBOX_MAXIMUM_JOBS];
};

struct request {
  sandbox_limits limits;
  uint8_t message[SANDBOX_MAXIMUM_MESSAGE];
  size_t count;
  int source, reply, status;
};

static int64_t now_milliseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

// ---- The child ----

// A decoder that runs into the memory limit mostly ends in abort(3) or a null pointer. If not even a small mapping can be
// had, that was the cause.
static void explain_death(int number) {
  if (mmap(NULL, 16u << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
    _exit(SANDBOX_EXIT_OUT_OF_MEMORY);
  signal(number, SIG_DFL);
  raise(number);
}

_Noreturn void sandbox_out_of_memory(void) { _exit(SANDBOX_EXIT_OUT_OF_MEMORY); }

static void watch_for_death(void) {
  static char stack[16384];
  stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&alternate, NULL);
  struct sigaction action = {.sa_handler = explain_death, .sa_flags = SA_ONSTACK | SA_RESETHAND};
  const int deaths[] = {SIGABRT, SIGSEGV, SIGBUS, SIGTRAP, SIGILL};
  for (size_t i = 0; i < sizeof deaths / sizeof *deaths; i++) sigaction(deaths[i], &action, NULL);
}

enum { JOB_SOURCE = 3, JOB_REPLY = 4 };

// The control socket, the other jobs' pipes and the signal descriptor stay behind.
static int keep_two_descriptors(const struct request *request) {
  int source = fcntl(request->source, F_DUPFD, JOB_REPLY + 1), reply = fcntl(request->reply, F_DUPFD, JOB_REPLY + 1);
  if (source < 0 || reply < 0 || dup2(source, JOB_SOURCE) < 0 || dup2(reply, JOB_REPLY) < 0) return -1;
  return (int)syscall(SYS_close_range, JOB_REPLY + 1, ~0U, 0);
}

static _Noreturn void run_job(const struct zygote *zygote, const struct request *request, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(SANDBOX_EXIT_NOT_CONFINED);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  watch_for_death();
  if (keep_two_descriptors(request)) _exit(SANDBOX_EXIT_NOT_CONFINED);
  sandbox_drop_privileges();
  if (sandbox_apply_limits(&request->limits, &zygote->idle) || sandbox_apply_seccomp()) _exit(SANDBOX_EXIT_NOT_CONFINED);
  _exit(zygote->job(request->message, request->count, JOB_SOURCE, JOB_REPLY));
}

// ---- The parent: receive, fork, reap ----

static void close_all(const int *descriptors, size_t count) {
  for (size_t i = 0; i < count; i++) close(descriptors[i]);
}

// 1: a request; 0: nothing usable; -1: the server has closed the socket.
static int receive(struct request *request) {
  struct iovec parts[2] = {{&request->limits, sizeof request->limits}, {request->message, sizeof request->message}};
  union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(3 * sizeof(int))];
  } ancillary;
  struct msghdr packet = {
      .msg_iov = parts, .msg_iovlen = 2, .msg_control = ancillary.bytes, .msg_controllen = sizeof ancillary.bytes};
  ssize_t count = recvmsg(SANDBOX_CONTROL, &packet, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  if (count == 0) return -1;
  if (count < 0) return errno == EAGAIN || errno == EINTR ? 0 : -1;
  int descriptors[3];
  struct cmsghdr *header = CMSG_FIRSTHDR(&packet);
  if (!header || header->cmsg_type != SCM_RIGHTS || header->cmsg_len != CMSG_LEN(sizeof descriptors)) return 0;
  memcpy(descriptors, CMSG_DATA(header), sizeof descriptors);
  if ((size_t)count < sizeof request->limits) {
    close_all(descriptors, 3);
    return 0;
  }
  request->count = (size_t)count - sizeof request->limits;
  request->source = descriptors[0];
  request->reply = descriptors[1];
  request->status = descriptors[2];
  return 1;
}

static void start_job(struct zygote *zygote, const struct request *request) {
  pid_t parent = getpid();
  pid_t child = zygote->count < SANDBOX_MAXIMUM_JOBS ? fork() : -1;
  if (child == 0) run_job(zygote, request, parent);
  close(request->source);
  close(request->reply);
  if (child < 0) {
    close(request->status);
    return;
  }
  zygote->jobs[zygote->count++] = (struct running){
      .process = child, .status = request->status, .deadline = now_milliseconds() + request->limits.wall_milliseconds};
}

static void finish_job(struct zygote *zygote, int index, int status, const struct rusage *usage) {
  struct running *job = &zygote->jobs[index];
  sandbox_report report = {
      .exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
      .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
      .timed_out = job->timed_out || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU),
      .peak_kilobytes = usage->ru_maxrss,
  };
  // The pipe is empty, so this cannot block; SIGPIPE is ignored here.
  (void)!write(job->status, &report, sizeof report);
  close(job->status);
  *job = zygote->jobs[--zygote->count];
}

static void reap(struct zygote *zygote) {
  struct signalfd_siginfo information;
  while (read(zygote->signals, &information, sizeof information) > 0) {}
  int status;
  struct rusage usage;
  pid_t process;
  while ((process = wait4(-1, &status, WNOHANG, &usage)) > 0) {
    for (int i = 0; i < zygote->count; i++) {
      if (zygote->jobs[i].process != process) continue;
      finish_job(zygote, i, status, &usage);
      break;
    }
  }
}

static int milliseconds_to_next_deadline(const struct zygote *zygote, int64_t now) {
  int64_t next = -1;
  for (int i = 0; i < zygote->count; i++) {
    int64_t left = zygote->jobs[i].deadline - now;
    if (zygote->jobs[i].timed_out) continue;
    if (next < 0 || left < next) next = left < 0 ? 0 : left;
  }
  return (int)next;
}

static void kill_late_jobs(struct zygote *zygote) {
  int64_t now = now_milliseconds();
  for (int i = 0; i < zygote->count; i++) {
    if (zygote->jobs[i].timed_out || zygote->jobs[i].deadline > now) continue;
    zygote->jobs[i].timed_out = 1;
    kill(zygote->jobs[i].process, SIGKILL);
  }
}

// Returns 0 when the server is gone.
static int serve_once(struct zygote *zygote) {
  struct pollfd waiting[SANDBOX_MAXIMUM_JOBS + 2] = {{SANDBOX_CONTROL, POLLIN, 0}, {zygote->signals, POLLIN, 0}};
  int count = zygote->count;
  for (int i = 0; i < count; i++) waiting[i + 2] = (struct pollfd){zygote->jobs[i].status, 0, 0};
  int ready = poll(waiting, (nfds_t)count + 2, milliseconds_to_next_deadline(zygote, now_milliseconds()));
  kill_late_jobs(zygote);
  if (ready <= 0) return 1;
  // Nobody reads the report any more: the caller has given up.
  for (int i = 0; i < count; i++)
    if (waiting[i + 2].revents & POLLERR) kill(zygote->jobs[i].process, SIGKILL);
  if (waiting[1].revents) reap(zygote);
  if (!waiting[0].revents) return 1;
  static struct request request;
  int received = receive(&request);
  if (received > 0) start_job(zygote, &request);
  return received >= 0;
}

static void quieten(void) {
  int nowhere = open("/dev/null", O_RDWR);
  if (nowhere < 0) return;
  dup2(nowhere, 1);
  dup2(nowhere, 2);
  if (nowhere > 2) close(nowhere);
}

int sandbox_serve(const char *ready, sandbox_job job) {
  static struct zygote zygote;
  zygote.job = job;
  if (sandbox_read_status(&zygote.idle) || zygote.idle.threads != 1) {
    fprintf(stderr, "the worker has %d threads before its first job", zygote.idle.threads);
    return -1;
  }
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  sigprocmask(SIG_SETMASK, &child, NULL);
  signal(SIGPIPE, SIG_IGN);
  zygote.signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
  if (zygote.signals < 0 || send(SANDBOX_CONTROL, ready, strlen(ready), MSG_NOSIGNAL) < 0) return -1;
  quieten();
  while (serve_once(&zygote)) {}
  for (int i = 0; i < zygote.count; i++) kill(zygote.jobs[i].process, SIGKILL);
  return 0;
}

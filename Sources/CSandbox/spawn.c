#define _GNU_SOURCE
#include "internal.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static void complain(const char *path, int error) {
  const char *why = strerrordesc_np(error);
  (void)!write(2, path, strlen(path));
  (void)!write(2, ": ", 2);
  (void)!write(2, why, strlen(why));
}

// Between fork and exec in a process with threads: async-signal-safe calls only.
static _Noreturn void become(const char *path, char *const arguments[], char *const environment[], int control, int errors,
                             pid_t server) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != server) _exit(127);
  setpgid(0, 0);
  // Out of the way of the numbers they move to.
  control = fcntl(control, F_DUPFD, 16);
  errors = fcntl(errors, F_DUPFD, 16);
  int input = open("/dev/null", O_RDONLY);
  if (input > 0) dup2(input, 0);
  dup2(errors, 1);
  dup2(errors, 2);
  dup2(control, SANDBOX_CONTROL);
  syscall(SYS_close_range, SANDBOX_CONTROL + 1, ~0U, 0);
  execve(path, arguments, environment);
  complain(path, errno);
  _exit(127);
}

pid_t sandbox_spawn(const char *path, char *const arguments[], char *const environment[], int control, int errors) {
  pid_t server = getpid();
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t child = fork();
  if (child == 0) become(path, arguments, environment, control, errors, server);
  int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return child < 0 ? -error : child;
}

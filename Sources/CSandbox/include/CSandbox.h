#pragma once
// Starting, confining and feeding the media worker: what must happen between fork and exec, in a forked child, or with
// descriptors over a socket, and so cannot be Swift.
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// ---- Channel: descriptors, all close-on-exec. 0, or an errno. ----

/// A pair of connected packet sockets: a message arrives whole or not at all.
int sandbox_socket_pair(int sockets[2]);
int sandbox_pipe(int ends[2]);
/// A sealed anonymous file with these bytes, or a negated errno.
int sandbox_memory_file(const void *bytes, size_t count);

/// What one job may take.
typedef struct {
  uint64_t memory_bytes;  ///< above what the idle worker holds
  uint64_t mapped_bytes;  ///< of the source, which is mapped and not counted as memory
  uint32_t wall_milliseconds;
  uint32_t reserved;
} sandbox_limits;

/// How a job's process ended.
typedef struct {
  int32_t exit_code;  ///< -1 when a signal ended it
  int32_t signal;
  int32_t timed_out;
  int32_t reserved;
  int64_t peak_kilobytes;
} sandbox_report;

enum {
  SANDBOX_CONTROL = 3,  ///< the control socket's number in the worker
  SANDBOX_MAXIMUM_MESSAGE = 4096,
  SANDBOX_MAXIMUM_JOBS = 64,
  SANDBOX_EXIT_OUT_OF_MEMORY = 40,
  SANDBOX_EXIT_NOT_CONFINED = 41,
};

/// Hands a job to the worker. `reply` and `status` are write ends of pipes; the job's process writes the first, the
/// worker one `sandbox_report` to the second. Closing the read end of `status` kills the job.
int sandbox_send_job(int control, const sandbox_limits *limits, const void *message, size_t count, int source, int reply,
                     int status);

// ---- Server side ----

/// Runs `path` with `control` as descriptor 3, output and errors to `errors`, nothing else open, in its own process
/// group. It is killed when the calling *thread* ends. Returns the process id, or a negated errno.
pid_t sandbox_spawn(const char *path, char *const arguments[], char *const environment[], int control, int errors);

// ---- Worker side ----

/// Opens what is read about this process later, and hides it from its own children. Call first. 0, or -1 without /proc.
int sandbox_prepare(void);
/// Confines this process without bubblewrap: no privileges, own network namespace where possible, Landlock so that only
/// system libraries and fonts can be read. 0, or -1 with a sentence on stderr.
int sandbox_enter_landlock(void);
/// Threads of this process.
int sandbox_thread_count(void);

/// Runs in a fresh, confined process for each job; its result is the exit code.
typedef int32_t (*sandbox_job)(const uint8_t *message, size_t count, int source, int reply);
/// Says "ready" on the control socket and serves jobs until the server closes it. 0, or -1 with a sentence on stderr.
int sandbox_serve(const char *ready, sandbox_job job);

/// Ends this job's process as out of memory.
_Noreturn void sandbox_out_of_memory(void);

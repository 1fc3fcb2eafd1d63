#pragma once
#include "CSandbox.h"

/// Sizes of this process in bytes, and its threads, as /proc/self/status has them.
struct process_status {
  uint64_t address_space, data;
  int threads;
};
int sandbox_read_status(struct process_status *status);

/// Drops every capability and the right to gain any.
void sandbox_drop_privileges(void);
/// Memory, time, file and descriptor limits of a job over `idle`.
int sandbox_apply_limits(const sandbox_limits *limits, const struct process_status *idle);
/// The system calls a decoder needs and no other: no sockets, no exec, no fork, no writing opens, no signals to others.
int sandbox_apply_seccomp(void);

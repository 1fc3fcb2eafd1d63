#define _GNU_SOURCE
#include "internal.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

int sandbox_socket_pair(int sockets[2]) {
  return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) ? errno : 0;
}

int sandbox_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) ? errno : 0; }

int sandbox_memory_file(const void *bytes, size_t count) {
  int file = memfd_create("vitrine-source", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0) return -errno;
  for (size_t done = 0; done < count;) {
    ssize_t written = write(file, (const char *)bytes + done, count - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      int error = errno;
      close(file);
      return -error;
    }
    done += (size_t)written;
  }
  fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
  return file;
}

int sandbox_send_job(int control, const sandbox_limits *limits, const void *message, size_t count, int source, int reply,
                     int status) {
  if (count + sizeof *limits > SANDBOX_MAXIMUM_MESSAGE) return EMSGSIZE;
  struct iovec parts[2] = {{(void *)limits, sizeof *limits}, {(void *)message, count}};
  int descriptors[3] = {source, reply, status};
  union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof descriptors)];
  } ancillary;
  memset(&ancillary, 0, sizeof ancillary);
  struct msghdr packet = {
      .msg_iov = parts, .msg_iovlen = 2, .msg_control = ancillary.bytes, .msg_controllen = sizeof ancillary.bytes};
  struct cmsghdr *header = CMSG_FIRSTHDR(&packet);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof descriptors);
  memcpy(CMSG_DATA(header), descriptors, sizeof descriptors);
  ssize_t sent;
  do sent = sendmsg(control, &packet, MSG_NOSIGNAL | MSG_DONTWAIT);
  while (sent < 0 && errno == EINTR);
  return sent < 0 ? errno : 0;
}

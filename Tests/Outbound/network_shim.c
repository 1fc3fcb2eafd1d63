// Preloaded into the program under test (LD_PRELOAD, with VITRINE_TEST_NETWORK naming a file): a whole internet on loopback.
// The file has a line each:
//   name NAME ADDRESS[,ADDRESS…] …   what NAME resolves to: one list for each time it is asked for, the last one from then on
//   public ADDRESS PORT              connections to ADDRESS, whatever the port, go to 127.0.0.1:PORT
//   trap PORT WATCHED,…              connections to the watched ports go to 127.0.0.1:PORT
//   open ADDRESS PORT                but for this address and port, which is dialled as it is
// Connections to ports that nobody watches are made as they are: the server's own database and store are among them. No other
// name than `localhost` is looked up anywhere. Tests/Support/outbound_network.py is the other side.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { MOST = 512, LISTS = 8, TEXT = 512 };

struct name { char name[256]; char lists[LISTS][TEXT]; int count, asked; };
struct place { char address[INET6_ADDRSTRLEN]; int port; };

static struct name names[MOST];
static struct place publics[MOST], opens[MOST];
static int name_count, public_count, open_count, trap_port, watched[64], watched_count, is_on;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void read_line(char *line) {
  char *rest = NULL, *kind = strtok_r(line, " \n", &rest);
  if (!kind) return;
  if (!strcmp(kind, "name") && name_count < MOST) {
    struct name *name = &names[name_count++];
    snprintf(name->name, sizeof name->name, "%s", strtok_r(NULL, " \n", &rest));
    for (char *list; name->count < LISTS && (list = strtok_r(NULL, " \n", &rest));)
      snprintf(name->lists[name->count++], TEXT, "%s", list);
  } else if (!strcmp(kind, "public") && public_count < MOST) {
    snprintf(publics[public_count].address, INET6_ADDRSTRLEN, "%s", strtok_r(NULL, " \n", &rest));
    publics[public_count++].port = atoi(strtok_r(NULL, " \n", &rest));
  } else if (!strcmp(kind, "open") && open_count < MOST) {
    snprintf(opens[open_count].address, INET6_ADDRSTRLEN, "%s", strtok_r(NULL, " \n", &rest));
    opens[open_count++].port = atoi(strtok_r(NULL, " \n", &rest));
  } else if (!strcmp(kind, "trap")) {
    trap_port = atoi(strtok_r(NULL, " \n", &rest));
    for (char *port; watched_count < 64 && (port = strtok_r(NULL, ", \n", &rest));) watched[watched_count++] = atoi(port);
  }
}

__attribute__((constructor)) static void attach(void) {
  // Media workers are programs of their own: they inherit neither.
  unsetenv("LD_PRELOAD");
  const char *path = getenv("VITRINE_TEST_NETWORK");
  FILE *file = path ? fopen(path, "r") : NULL;
  if (!file) return;
  char line[8192];
  while (fgets(line, sizeof line, file)) read_line(line);
  fclose(file);
  is_on = 1;
}

// The addresses of the first `list` in the order they stand there, as getaddrinfo would give them.
static int resolve(const char *list, const char *service, const struct addrinfo *hints, struct addrinfo **found,
                   __typeof__(getaddrinfo) *real) {
  char copy[TEXT], *rest = NULL;
  snprintf(copy, sizeof copy, "%s", list);
  struct addrinfo **end = found;
  *found = NULL;
  for (char *text = strtok_r(copy, ",", &rest); text; text = strtok_r(NULL, ",", &rest)) {
    struct addrinfo numeric = hints ? *hints : (struct addrinfo){0};
    numeric.ai_flags = (numeric.ai_flags & ~(AI_ADDRCONFIG | AI_CANONNAME)) | AI_NUMERICHOST;
    if (real(text, service, &numeric, end)) continue;
    while (*end) end = &(*end)->ai_next;
  }
  return *found ? 0 : EAI_NONAME;
}

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
  static __typeof__(getaddrinfo) *real;
  if (!real) real = (__typeof__(getaddrinfo) *)dlsym(RTLD_NEXT, "getaddrinfo");
  if (!is_on || !node || !strcasecmp(node, "localhost")) return real(node, service, hints, found);
  for (int i = 0; i < name_count; i++) {
    if (strcasecmp(names[i].name, node)) continue;
    pthread_mutex_lock(&lock);
    int turn = names[i].asked < names[i].count - 1 ? names[i].asked++ : names[i].count - 1;
    pthread_mutex_unlock(&lock);
    return resolve(names[i].lists[turn], service, hints, found, real);
  }
  struct addrinfo numeric = hints ? *hints : (struct addrinfo){0};
  numeric.ai_flags = (numeric.ai_flags & ~AI_ADDRCONFIG) | AI_NUMERICHOST;
  return real(node, service, &numeric, found);
}

// Where the connection is made instead; 0 where it is left alone.
static int turned(const struct sockaddr *address) {
  char text[INET6_ADDRSTRLEN] = "";
  int port = 0;
  if (address->sa_family == AF_INET) {
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)address;
    inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text);
    port = ntohs(v4->sin_port);
  } else if (address->sa_family == AF_INET6) {
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)address;
    inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof text);
    port = ntohs(v6->sin6_port);
  } else {
    return 0;
  }
  for (int i = 0; i < open_count; i++)
    if (opens[i].port == port && !strcmp(opens[i].address, text)) return 0;
  for (int i = 0; i < public_count; i++)
    if (!strcmp(publics[i].address, text)) return publics[i].port;
  for (int i = 0; i < watched_count; i++)
    if (watched[i] == port) return trap_port;
  return 0;
}

int connect(int fd, const struct sockaddr *address, socklen_t length) {
  static __typeof__(connect) *real;
  if (!real) real = (__typeof__(connect) *)dlsym(RTLD_NEXT, "connect");
  int port = is_on && address ? turned(address) : 0;
  if (!port) return real(fd, address, length);
  if (address->sa_family == AF_INET) {
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return real(fd, (struct sockaddr *)&there, sizeof there);
  }
  struct sockaddr_in6 there = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
  inet_pton(AF_INET6, "::ffff:127.0.0.1", &there.sin6_addr);
  return real(fd, (struct sockaddr *)&there, sizeof there);
}

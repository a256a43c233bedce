#if defined(__linux__)
#define _GNU_SOURCE 1
#endif

#include "symbols.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#if !defined(MSG_NOSIGNAL)
#define MSG_NOSIGNAL 0
#endif

/// Returns the environment, for the caller to free, without the variable that makes the symbolizer
/// look for debug information on the network.
static char **offline_environment(void) {
  size_t count = 0, kept = 0;
  while (environ[count]) count++;
  char **copy = malloc((count + 1) * sizeof(char *));
  if (!copy) return 0;
  for (size_t i = 0; i < count; i++) {
    if (strncmp(environ[i], "DEBUGINFOD_URLS=", 16) != 0) copy[kept++] = environ[i];
  }
  copy[kept] = 0;
  return copy;
}

struct theano_symbolizer theano_symbolizer_start(const char *path) {
  struct theano_symbolizer started = {-1, -1};
  // A socket rather than a pipe: writing to a child that died must not raise SIGPIPE.
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return started;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  char *const arguments[] = {(char *)path, "--inlines", "--no-demangle", 0};
  pid_t process = -1;
  char **environment = offline_environment();
  int failed = environment
                   ? posix_spawn(&process, path, &actions, 0, arguments, environment)
                   : ENOMEM;
  free(environment);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (failed) {
    close(ends[0]);
    return started;
  }
  started.socket = ends[0];
  started.process = process;
  return started;
}

long theano_symbolizer_ask(struct theano_symbolizer symbolizer, const char *query, char *out,
                           size_t capacity) {
  size_t left = strlen(query), length = 0;
  while (left > 0) {
    ssize_t sent = send(symbolizer.socket, query, left, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return -1;
    query += sent;
    left -= (size_t)sent;
  }
  while (length < 2 || out[length - 1] != '\n' || out[length - 2] != '\n') {
    struct pollfd ready = {symbolizer.socket, POLLIN, 0};
    int polled = poll(&ready, 1, 10000);
    if (polled < 0 && errno == EINTR) continue;
    if (polled <= 0 || length == capacity) return -1;
    ssize_t got = read(symbolizer.socket, out + length, capacity - length);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return -1;
    length += (size_t)got;
  }
  return (long)length;
}

void theano_symbolizer_stop(struct theano_symbolizer symbolizer) {
  if (symbolizer.socket < 0) return;
  close(symbolizer.socket);
  kill(symbolizer.process, SIGKILL);
  while (waitpid(symbolizer.process, 0, 0) < 0 && errno == EINTR) {
  }
}

/* Makes the disk below one folder fail after a number of writes: preloaded into a process of the campaign.
   FAIL_BELOW folder, FAIL_AFTER number of writes that go well, FAIL_KIND full | error | short | gone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long done = 0;

static int watched(int handle) {
    const char *below = getenv("FAIL_BELOW");
    char link[64], name[4096];
    if (!below) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, name, sizeof name - 1);
    if (length < 0) return 0;
    name[length] = 0;
    return strncmp(name, below, strlen(below)) == 0 && !strstr(name, ".lock");
}

static const char *kind(void) { const char *told = getenv("FAIL_KIND"); return told ? told : "full"; }
static int broken(void) { const char *told = getenv("FAIL_AFTER"); return told && done >= atol(told); }
static int number(void) { return strcmp(kind(), "full") == 0 || strcmp(kind(), "short") == 0 ? ENOSPC : strcmp(kind(), "gone") == 0 ? ENODEV : EIO; }

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__) = 0; if (!real) real = dlsym(RTLD_NEXT, name)

static ssize_t written(int handle, const void *data, size_t size, off_t at, ssize_t (*real)(int, const void *, size_t, off_t)) {
    if (watched(handle)) {
        if (broken()) {
            if (strcmp(kind(), "short") == 0 && size > 1 && done++ % 2 == 0) return real(handle, data, size / 2, at);
            errno = number();
            return -1;
        }
        done++;
    }
    return real(handle, data, size, at);
}

ssize_t pwrite(int handle, const void *data, size_t size, off_t at) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    return written(handle, data, size, at, real);
}

ssize_t pwrite64(int handle, const void *data, size_t size, off_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t);
    return written(handle, data, size, at, real);
}

ssize_t write(int handle, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (watched(handle) && broken()) { errno = number(); return -1; }
    return real(handle, data, size);
}

static ssize_t got(int handle, void *data, size_t size, off_t at, ssize_t (*real)(int, void *, size_t, off_t)) {
    if (strcmp(kind(), "gone") == 0 && watched(handle) && broken()) { errno = EIO; return -1; }
    return real(handle, data, size, at);
}

ssize_t pread(int handle, void *data, size_t size, off_t at) {
    REAL(ssize_t, "pread", int, void *, size_t, off_t);
    return got(handle, data, size, at, real);
}

ssize_t pread64(int handle, void *data, size_t size, off_t at) {
    REAL(ssize_t, "pread64", int, void *, size_t, off_t);
    return got(handle, data, size, at, real);
}

ssize_t read(int handle, void *data, size_t size) {
    REAL(ssize_t, "read", int, void *, size_t);
    if (strcmp(kind(), "gone") == 0 && watched(handle) && broken()) { errno = EIO; return -1; }
    return real(handle, data, size);
}

int fsync(int handle) {
    REAL(int, "fsync", int);
    if (watched(handle) && broken() && strcmp(kind(), "full") != 0) { errno = EIO; return -1; }
    return real(handle);
}

int fdatasync(int handle) {
    REAL(int, "fdatasync", int);
    if (watched(handle) && broken() && strcmp(kind(), "full") != 0) { errno = EIO; return -1; }
    return real(handle);
}

int ftruncate(int handle, off_t size) {
    REAL(int, "ftruncate", int, off_t);
    if (watched(handle) && broken() && strcmp(kind(), "full") != 0) { errno = number(); return -1; }
    return real(handle, size);
}

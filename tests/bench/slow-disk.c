/* A disk that takes its time: every flush of a file waits 6 ms more before it is done. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static const struct timespec more = {0, 6000000};

static int flushed(const char *name, int file) {
	int (*flush)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	nanosleep(&more, 0);
	return flush(file);
}

int fsync(int file) { return flushed("fsync", file); }
int fdatasync(int file) { return flushed("fdatasync", file); }

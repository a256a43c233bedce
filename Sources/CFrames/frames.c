#include "frames.h"
int theano_capture_frames(unsigned long *out, int max) { return 0; }

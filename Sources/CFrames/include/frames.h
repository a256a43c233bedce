int theano_capture_frames(unsigned long *out, int max);

#ifndef THEANO_TEST_ALLOCATIONS_H
#define THEANO_TEST_ALLOCATIONS_H

// How often the calling thread has asked for memory; -1 where that is not counted.
long theano_test_allocations(void);

#endif

#ifndef CGLM_DISPATCH_H
#define CGLM_DISPATCH_H

// The kernel sets, one for each instruction set that a source is compiled for. Every source of kernels keeps a table
// by this index and looks it up once per call, so that a forced set holds for all of them.
enum { GLM_BASELINE = 0, GLM_AVX2 = 1, GLM_AVX512 = 2, GLM_KERNEL_SETS = 3 };

// The set in use: the best that the machine has, or the one that was forced.
int glm_kernel_index(void);

#endif

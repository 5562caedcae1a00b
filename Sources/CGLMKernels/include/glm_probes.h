#ifndef GLM_PROBES_H
#define GLM_PROBES_H

/// What the machine can do at most in the kernel set in use, for benchmarks.

/// The sum of `count` doubles: reads each once and writes nothing.
double glm_probe_sum(const double *x, long count);

/// `rounds` times glm_probe_operations() additions and multiplications in registers, in fused pairs where the set has
/// them; the result depends on all of them.
double glm_probe_fma(long rounds, double seed);

/// The operations of one round: each of a fused pair counts.
long glm_probe_operations(void);

#endif

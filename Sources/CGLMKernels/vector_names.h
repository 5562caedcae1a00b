#ifndef CGLM_VECTOR_NAMES_H
#define CGLM_VECTOR_NAMES_H

// Vectors of doubles and functions of them, for sources that are compiled once per kernel set. A set defines NAME(f),
// WIDTH (lanes) and HAS_FMA before it includes vector_math.h; every name below is then its own.

#define INLINE static inline __attribute__((always_inline, unused))

#define vec NAME(vec)
#define lanes NAME(lanes)
#define vec_load NAME(vec_load)
#define vec_store NAME(vec_store)
#define vec_of NAME(vec_of)
#define vec_select NAME(vec_select)
#define vec_any NAME(vec_any)
#define vec_abs NAME(vec_abs)
#define vec_fma NAME(vec_fma)
#define vec_polynomial NAME(vec_polynomial)
#define vec_scale NAME(vec_scale)
#define vec_reduce NAME(vec_reduce)
#define vec_exp NAME(vec_exp)
#define vec_exp_parts NAME(vec_exp_parts)
#define vec_expm1 NAME(vec_expm1)
#define vec_split NAME(vec_split)
#define vec_log_parts NAME(vec_log_parts)
#define vec_log_normal NAME(vec_log_normal)
#define vec_log NAME(vec_log)
#define vec_log1p NAME(vec_log1p)
#define vec_log1p_unit NAME(vec_log1p_unit)
#define vec_artanh_tail NAME(vec_artanh_tail)
#define vec_logistic NAME(vec_logistic)

#endif

// Included once per instruction set with NAME and LANES (doubles in a register) defined.
#include "lanes.h"
#include "gram_kernels.h"
#if LANES == 8
#include "packed_kernels.h"
#endif
#include "plane_kernels.h"
#include "product_kernels.h"
#include "triangle_kernels.h"
#include "row_kernels.h"
#include "precise_kernels.h"
#include "compact_kernels.h"
#include "compact_factors.h"

#undef LANES
#undef PANEL
#undef STREAM
#undef FEW_COLUMNS

#ifndef CGLM_VECTOR_FITS_H
#define CGLM_VECTOR_FITS_H

// Made by Tests/Fixtures/vector_function_fits.py: edit that, not this. Polynomials, coefficients from the constant
// up, with their largest relative errors before rounding.

// (e^r - 1 - r)/r^2 for |r| <= log(2)/2. Error 2.3e-16.
static const double exp_tail[10] = {
    0x1.0000000000001p-1, 0x1.5555555555556p-3, 0x1.5555555553d63p-5, 0x1.11111111109b3p-7,
    0x1.6c16c1788bd90p-10, 0x1.a01a01a7c41d5p-13, 0x1.a019b90d2ae7ap-16, 0x1.71de0dae63bb3p-19,
    0x1.289185613a3d6p-22, 0x1.af38a9b0ec855p-26,
};

// log(1 + e)/e for 0 <= e <= 1, in e - 1/2. Error 2.0e-17.
static const double log1p_unit[21] = {
    0x1.9f323ecbf984cp-1, -0x1.2773a5da90bd5p-2, 0x1.0f95b3dc0a12ap-3, -0x1.1540afd54c993p-4,
    0x1.2bec9fba50fb6p-5, -0x1.50abf6ca8389dp-6, 0x1.83c50b0fd64f8p-7, -0x1.c72c64467e5acp-8,
    0x1.0f11916785076p-8, -0x1.469c50e081538p-9, 0x1.8d3fc5df8233cp-10, -0x1.e6fd22346bd39p-11,
    0x1.2c70bed1f5192p-11, -0x1.740e66424b377p-12, 0x1.cfdf64feee5f6p-13, -0x1.2a015e6f8b787p-13,
    0x1.76b09d6cf58dep-14, -0x1.780c594e32d50p-15, 0x1.da6d71b6afabdp-16, -0x1.41ce9263aa3b0p-15,
    0x1.9a004c84084e0p-16,
};

// (log((1 + s)/(1 - s)) - 2 s)/s^3 for |s| <= 0.1733, in s^2. Error 6.0e-16.
static const double log_tail[7] = {
    0x1.5555555555558p-1, 0x1.99999999949c3p-2, 0x1.2492492ef134dp-2, 0x1.c71c61a265960p-3,
    0x1.74630fb47b087p-3, 0x1.39f2ac8e848c3p-3, 0x1.2be78035f90e7p-3,
};

// (artanh(r)/r - 1)/r^2 for |r| <= 1/3, in r^2. Error 6.2e-17.
static const double artanh_tail[11] = {
    0x1.5555555555555p-2, 0x1.9999999999943p-3, 0x1.2492492499e70p-3, 0x1.c71c71becc6d8p-4,
    0x1.745d1997fab11p-4, 0x1.3b1350bd293a1p-4, 0x1.111acba3705c9p-4, 0x1.e0a1603ef49f0p-5,
    0x1.bc43c35a64a26p-5, 0x1.32abe5dccab6ep-5, 0x1.404f6dd66ea13p-4,
};

// (h(z) - z)(z + 3) for z >= 0, h the hazard of the normal distribution, in (z - 3)/(z + 3). Error 4.2e-17.
static const double hazard_excess[29] = {
    0x1.b2d6ebb2ce8ffp+0, -0x1.aede2c42fdfbep-1, 0x1.19337485e4afap-6, 0x1.7c500fb505d4bp-3,
    -0x1.a0b9138be5dc5p-6, -0x1.bf99763374f35p-5, 0x1.f89c934d359a0p-8, 0x1.2dfa290a7e2e2p-6,
    -0x1.ee57fd564f366p-11, -0x1.a190bf6957380p-8, -0x1.4c6655fd10d9bp-11, 0x1.0bd91bbd13bb8p-9,
    0x1.40edcc9b98f28p-11, -0x1.1c3a393f31938p-11, -0x1.528d13d27cad1p-12, 0x1.80dd4e9d539aep-14,
    0x1.004b2a64efb8ep-13, 0x1.7a80228ae7443p-18, -0x1.12ed88d065a99p-15, -0x1.6cf28a80fb510p-17,
    0x1.4b4827b149b3dp-18, 0x1.14ed5ae18ffa4p-18, 0x1.41b2db5252f5dp-22, -0x1.b73875eb65526p-21,
    -0x1.84637beddb2f1p-22, 0x1.1cfce89ef4443p-24, 0x1.5db3fd46b0664p-24, 0x1.104a1a11a596ap-29,
    -0x1.d3a023d57914dp-28,
};

// (t/(e^t - 1) - 1 + t)/t for 0 <= t <= 1. Error 3.3e-16.
static const double rise_over[11] = {
    0x1.ffffffffffffdp-2, 0x1.5555555555fd8p-4, -0x1.a6001b3bb63dfp-40, -0x1.6c16c1047955dp-10,
    -0x1.a31a89a2f2aacp-33, 0x1.15689c882dc5bp-15, -0x1.715e5626938e7p-29, -0x1.b90fdd1f102dbp-21,
    -0x1.be1a4bb7d80eep-28, 0x1.bf59333290238p-26, -0x1.4b69dfcd605fbp-29,
};

// (Phi(x) - 1/2)/x for |x| <= 0.675, in x^2. Error 7.1e-17.
static const double central_share[10] = {
    0x1.9884533d43651p-2, -0x1.1058377e2cee0p-4, 0x1.46d042976919bp-7, -0x1.37403f6b9d9e4p-10,
    0x1.e42b0d4f039cap-14, -0x1.3ce8f9f74decfp-17, 0x1.6589e24304b5bp-21, -0x1.621627e7f56acp-25,
    0x1.3707813abba0ap-29, -0x1.c07e0906aebd7p-34,
};

#endif

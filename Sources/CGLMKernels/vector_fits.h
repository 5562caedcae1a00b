#ifndef CGLM_VECTOR_FITS_H
#define CGLM_VECTOR_FITS_H

// Made by Tests/Fixtures/vector_function_fits.py: edit that, not this. Polynomials, coefficients from the constant up, with
// their largest relative errors before rounding.

// (e^r - 1 - r)/r^2 for |r| <= log(2)/2. Error 2.3e-16.
static const double exp_tail[10] = {
    0x1.0000000000001p-1, 0x1.5555555555556p-3, 0x1.5555555553d63p-5, 0x1.11111111109b3p-7, 0x1.6c16c1788bd90p-10,
    0x1.a01a01a7c41d5p-13, 0x1.a019b90d2ae7ap-16, 0x1.71de0dae63bb3p-19, 0x1.289185613a3d6p-22, 0x1.af38a9b0ec855p-26,
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

// (log((1 + s)/(1 - s)) - 2 s)/s^3 for |s| <= 0.1734, in s^2. Error 6.0e-16.
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

#endif

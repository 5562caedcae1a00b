#!/usr/bin/env python3
"""The files of NumPyTests, as NumPy itself saves them.

Writes Tests/GLMTabularTests/Fixtures/numpy/*.npy. Run: python3 Tests/Fixtures/numpy_arrays.py
"""
import os

import numpy

FOLDER = os.path.join(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "GLMTabularTests", "Fixtures", "numpy"
)
NUMBERS = numpy.array([[1.0, -0.0, 0.1], [numpy.nan, numpy.inf, 5e-324], [3.0, 2.0**60, -1.5]])


def save(name, array, version=None):
    with open(os.path.join(FOLDER, name + ".npy"), "wb") as file:
        numpy.lib.format.write_array(file, array, version=version)


os.makedirs(FOLDER, exist_ok=True)
save("rows", NUMBERS)
save("columns", numpy.asfortranarray(NUMBERS))
save("one_dimension", NUMBERS[:, 2].copy())
save("version_2", NUMBERS, (2, 0))
save("version_3", NUMBERS, (3, 0))
save("float32", NUMBERS.astype("<f4"))
save("big_endian", NUMBERS.astype(">f8"))
save("whole", numpy.arange(6).reshape(2, 3))
save("three_dimensions", NUMBERS.reshape(3, 3, 1))
save("no_dimension", numpy.array(1.0))
save("no_rows", NUMBERS[:0])
save("several_types", numpy.zeros(2, dtype=[("a", "<f8"), ("b", "<i4")]))

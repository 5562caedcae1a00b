"""Makes the fixture of the textbook loop: gradient descent on the mean logistic loss, in NumPy.

    python3 Tests/Fixtures/textbook_loop.py

writes Tests/GLMEstimationTests/Fixtures/textbook_loop.csv (x1,x2,x3,y, 200 rows) and
textbook_loop_weights.csv (name,value: the three weights after 2,000 steps and the accuracy). Needs NumPy; made
with 2.4.6. Numbers are in shortest round-trip form.
"""

import os

import numpy as np
from numpy.random import default_rng

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "GLMEstimationTests", "Fixtures")

rng = default_rng(0)
X = rng.normal(size=(200, 3))
y = (X @ [2, -1, .5] + rng.normal(0, .5, 200) > 0)

theta = np.zeros(3)
for _ in range(2000):
    p = 1 / (1 + np.exp(-(X @ theta)))
    theta = theta - 0.1 * (X.T @ (p - y)) / len(y)
accuracy = np.mean((X @ theta > 0) == y)

with open(os.path.join(FOLDER, "textbook_loop.csv"), "w") as out:
    out.write("x1,x2,x3,y\n")
    for row, label in zip(X, y):
        out.write(",".join([repr(float(v)) for v in row] + [str(int(label))]) + "\n")
with open(os.path.join(FOLDER, "textbook_loop_weights.csv"), "w") as out:
    out.write("name,value\n")
    for j, weight in enumerate(theta):
        out.write(f"x{j + 1},{float(weight)!r}\n")
    out.write(f"accuracy,{float(accuracy)!r}\n")

#!/usr/bin/env python3
"""The truth of DecimalNumberTests: decimal texts and the bits of the nearest double, by whole-number arithmetic.

Writes Tests/GLMTabularTests/Fixtures/decimal_numbers.csv. Run: python3 Tests/Fixtures/decimal_numbers.py
"""
import os
import random
import struct
from fractions import Fraction


def nearest_bits(value):
    """The bits of the double nearest to a fraction >= 0, ties to even."""
    if value == 0:
        return 0
    exponent = value.numerator.bit_length() - value.denominator.bit_length()
    if Fraction(2) ** exponent > value:
        exponent -= 1
    exponent = max(exponent, -1022)
    scaled = value / Fraction(2) ** (exponent - 52)
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest
    if twice > scaled.denominator or (twice == scaled.denominator and whole % 2):
        whole += 1
    if whole == 2**53:
        whole, exponent = 2**52, exponent + 1
    if exponent > 1023:
        return 0x7FF0_0000_0000_0000
    if whole < 2**52:  # subnormal, exponent -1022
        return whole
    return ((exponent + 1023) << 52) | (whole - 2**52)


def fraction(text):
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, part = mantissa.partition(".")
    return Fraction(int((whole + part) or "0")) * Fraction(10) ** (int(exponent or "0") - len(part))


def decimal(value):
    """All digits of a fraction whose denominator is a power of two."""
    twos = value.denominator.bit_length() - 1
    digits = str(value.numerator * 5**twos)
    if twos == 0:
        return digits
    digits = digits.rjust(twos + 1, "0")
    return digits[:-twos] + "." + digits[-twos:]


def double(bits):
    return Fraction(struct.unpack("<d", struct.pack("<Q", bits))[0])


def main():
    state = random.Random(1)
    texts = ["0", "0.0", "00000000000000000000000", "0e999999", "0.000e-5", "1e0", "1.", ".5", "5.e-1", "1E5", "1e+5"]
    texts += ["1e22", "1e23", "9007199254740993", "9007199254740992.5", "9007199254740993e0", "123456789012345678901"]
    texts += ["1e308", "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "1e309", "1e400"]
    texts += ["4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "1e-323", "1e-325", "1e-400"]
    texts += ["2.2250738585072014e-308", "2.2250738585072011e-308", "2.2250738585072012e-308", "1e-342", "99e-343"]
    texts += ["9999999999999999999", "10000000000000000000", "18446744073709551615", "18446744073709551616"]
    texts += ["9999999999999999999e-342", "1e-99999999999999999999", "1e99999999999999999999", "0." + "0" * 400 + "1e400"]
    texts += ["1" + "0" * 400 + "e-400", "0." + "3" * 900, "7" * 900 + "e-880", "1." + "0" * 900 + "1"]
    for _ in range(500):  # any digits, any exponent
        digits = "".join(state.choice("0123456789") for _ in range(state.randrange(1, 25)))
        at = state.randrange(len(digits) + 1)
        texts.append(digits[:at] + "." + digits[at:] + "e%d" % state.randrange(-345, 312))
    for _ in range(300):  # as programs print doubles
        value = struct.unpack("<d", struct.pack("<Q", state.getrandbits(63)))[0]
        if value == value and value != float("inf"):
            texts += [repr(value), "%.16e" % value, "%.15g" % value]
    for _ in range(300):  # plain numbers with points
        texts.append("%.*f" % (state.randrange(0, 18), state.uniform(0, 10 ** state.randrange(0, 12))))
    for _ in range(150):  # halves between doubles, and their next neighbours among numbers of as many digits
        bits = state.getrandbits(52) | (state.randrange(1023 - 40, 1023 + 80) << 52)
        half = decimal((double(bits) + double(bits + 1)) / 2)
        place = next(i for i in reversed(range(len(half))) if half[i] != ".")
        below = half[:place] + (str(int(half[place]) - 1) + "9" if half[place] != "0" else "0") + half[place + 1 :]
        texts += [half, half + ("" if "." in half else ".") + "0" * 30 + "1", below if half[place] != "0" else half]
    for _ in range(8):  # the same far from 1
        for exponent in (state.randrange(0, 3), state.randrange(1, 200), state.randrange(1800, 2046)):
            bits = state.getrandbits(52) | (exponent << 52)
            half = decimal((double(bits) + double(bits + 1)) / 2)
            texts += [half, half + ("" if "." in half else ".") + "0001"]

    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    path = os.path.join(root, "GLMTabularTests", "Fixtures", "decimal_numbers.csv")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="ascii", newline="\n") as file:
        file.write("text,bits\n")
        for text in dict.fromkeys(texts):
            short = "e99999999999999999999" in text or "e-99999999999999999999" in text
            bits = (0 if "-" in text else 0x7FF << 52) if short else nearest_bits(fraction(text))
            # A second witness: Python's own reader.
            assert bits == struct.unpack("<Q", struct.pack("<d", float(text)))[0], text
            file.write(f"{text},{bits:x}\n")


if __name__ == "__main__":
    main()

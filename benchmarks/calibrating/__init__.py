"""The parts of ``python -m benchmarks.calibration``: collecting examples, fitting the coefficients, drawing."""

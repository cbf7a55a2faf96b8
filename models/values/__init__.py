"""Kinds of value: one small module each, pure functions from text as written or read to the canonical value.

Every ``parse_…`` takes text from paper (typed, handwritten, or as an engine read it), tolerates spaces, widths, dash
look-alikes and the usual confusions of OCR, and returns the canonical value — or None where it is not sure. None of
them ever guesses: what is missing on paper stays missing.
"""

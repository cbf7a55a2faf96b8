"""Making pages smaller."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt


def shrunk(image: npt.NDArray[np.uint8], size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """`image` (grey or RGB) made smaller, to `size` (width, height); each pixel is the mean of what it covers.

    Halved as often as possible first: OpenCV halves ten times faster than it averages over other areas.
    """
    while image.shape[1] >= 2 * size[0] and image.shape[0] >= 2 * size[1]:
        half = image.shape[1] // 2, image.shape[0] // 2
        image = np.asarray(
            cv2.resize(image[: 2 * half[1], : 2 * half[0]], half, interpolation=cv2.INTER_AREA), np.uint8
        )
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)

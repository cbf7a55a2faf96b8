"""Where to cut: from a box on the delivered page to a window on the upright image. Pure geometry, no images.

Fields carry their boxes as fractions of the page *as it was delivered*; the stored picture is the *upright* page
(turned and straightened). :func:`on_upright` is the road back, and :func:`window` decides what of the picture is
shown around an entry: the entry centred, enlarged, with its neighbours in sight.
"""

from __future__ import annotations

from models.geometry import Box, Matrix3, PageGeometry, matrix3

#: Width ÷ height of the strip in which the field task shows an entry. The style sheet uses the same figure.
STRIP_ASPECT = 3.4
#: An entry is enlarged at most until this many pixels of the image fill the strip's width.
NARROWEST_PX = 300.0


def inverse(matrix: Matrix3) -> Matrix3:
    """The inverse of a homography.

    Raises:
        ValueError: the matrix cannot be inverted.
    """
    (a, b, c), (d, e, f), (g, h, i) = matrix
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    if abs(det) < 1e-18:
        raise ValueError("singular matrix")
    rows = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    return matrix3([value / det for value in row] for row in rows)


def on_upright(box: Box, geometry: PageGeometry) -> Box:
    """`box` (fractions of the delivered page) as pixels of the upright image, cut at the image's edges."""
    m = inverse(geometry.matrix)
    xs: list[float] = []
    ys: list[float] = []
    for x in (box.x0, box.x1):
        for y in (box.y0, box.y1):
            w = m[2][0] * x + m[2][1] * y + m[2][2]
            xs.append(min(float(geometry.width), max(0.0, (m[0][0] * x + m[0][1] * y + m[0][2]) / w)))
            ys.append(min(float(geometry.height), max(0.0, (m[1][0] * x + m[1][1] * y + m[1][2]) / w)))
    return Box(x0=min(xs), y0=min(ys), x1=max(xs), y1=max(ys))


def plain_geometry(width: int, height: int) -> PageGeometry:
    """The geometry of an image that *is* the delivered page: nothing was turned."""
    return PageGeometry(
        width=width, height=height, matrix=((1 / width, 0.0, 0.0), (0.0, 1 / height, 0.0), (0.0, 0.0, 1.0))
    )


def window(entry: Box, width: int, height: int, aspect: float = STRIP_ASPECT) -> Box:
    """The part of a `width` × `height` image to show for `entry` (pixels), of the given aspect where the page allows.

    The entry stands in the middle; a page's edge moves the window, never shrinks it, unless the page is smaller.
    """
    shown = max(entry.width * 1.18 + 40, (entry.height * 2.1 + 24) * aspect, NARROWEST_PX)
    w = min(shown, float(width))
    h = min(max(shown / aspect, entry.height * 1.1), float(height))
    x0 = min(max(0.0, entry.cx - w / 2), width - w)
    y0 = min(max(0.0, entry.cy - h / 2), height - h)
    return Box(x0=x0, y0=y0, x1=x0 + w, y1=y0 + h)


def marks(entry: Box, inside: Box) -> tuple[int, int, int, int]:
    """`entry` relative to `inside` as (x, y, width, height) in ten-thousandths, for an SVG overlay."""
    if inside.width <= 0 or inside.height <= 0:
        return (0, 0, 0, 0)
    x0, x1 = (10_000 * (x - inside.x0) / inside.width for x in (entry.x0, entry.x1))
    y0, y1 = (10_000 * (y - inside.y0) / inside.height for y in (entry.y0, entry.y1))
    return round(x0), round(y0), round(x1 - x0), round(y1 - y0)

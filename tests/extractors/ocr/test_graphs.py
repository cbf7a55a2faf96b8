"""Networks changed before they are compiled give the same answers, or nearly; a network of another shape is an error."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import openvino
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openvino import opset13 as ops

from extractors.ocr.graphs import (
    Model,
    layers_with_weights,
    on_the_grid,
    with_integers,
    with_scores_of,
    without_sigmoid,
)
from extractors.ocr.network import multiplies_bytes
from extractors.ocr.ppocr import PpOcr
from models.errors import EngineError
from tests.extractors.ocr.test_engines import strip

Floats = npt.NDArray[np.float32]


def small(*, ends: str = "Softmax") -> Model:
    """A convolution, a linear layer with a bias, and a last step; always the same."""
    rng = np.random.default_rng(7)
    picture = ops.parameter([1, 4, 3, 5], np.float32)
    conv = ops.convolution(
        picture, ops.constant(rng.normal(size=(6, 4, 1, 1)).astype(np.float32)), [1, 1], [0, 0], [0, 0], [1, 1]
    )
    conv.set_friendly_name("conv")
    rows = ops.reshape(ops.transpose(conv, [0, 2, 3, 1]), ops.constant([1, 15, 6]), False)
    product = ops.matmul(rows, ops.constant(rng.normal(size=(6, 9)).astype(np.float32)), False, False)
    product.set_friendly_name("linear")
    scores = ops.add(product, ops.constant(rng.normal(size=(1, 1, 9)).astype(np.float32)))
    last = ops.softmax(scores, 2) if ends == "Softmax" else ops.sigmoid(scores)
    return Model([ops.result(last)], [picture])


def run(model: Model, picture: Floats) -> Floats:
    request = openvino.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"}).create_infer_request()
    request.infer({0: picture})
    output: Floats = request.get_output_tensor(0).data.copy()
    return output


@pytest.fixture
def picture() -> Floats:
    return np.random.default_rng(1).normal(size=(1, 4, 3, 5)).astype(np.float32)


def test_whole_numbers_give_nearly_the_same(picture: Floats) -> None:
    exact = run(small(), picture)
    rounded = run(with_integers(small(), {"conv": (-4.0, 4.0), "linear": (-9.0, 9.0)}), picture)
    assert not np.array_equal(rounded, exact)
    np.testing.assert_allclose(rounded, exact, atol=0.05)


def test_values_outside_a_range_are_cut_off(picture: Floats) -> None:
    exact = run(small(), picture)
    assert np.abs(run(with_integers(small(), {"conv": (-0.1, 0.1)}), picture) - exact).max() > 0.1


def test_a_layer_that_is_not_there_is_named() -> None:
    with pytest.raises(EngineError, match="no layer gone"):
        with_integers(small(), {"gone": (0.0, 1.0)})


@given(st.floats(-50, 50), st.floats(0.01, 100))
def test_zero_is_a_level_of_every_range(low: float, width: float) -> None:
    high = max(low + width, 0.01)
    below, above = on_the_grid(low, high)
    level = (above - below) / 255
    assert below == 0 or abs(below / level - round(below / level)) < 1e-6
    if low < 0:
        assert abs(below - low) <= level and abs(above - high) <= level


def test_scores_of_some_classes_are_those_before_the_softmax(picture: Floats) -> None:
    exact = run(small(), picture)
    kept = np.array([0, 3, 8], np.intp)
    model = with_scores_of(small(), kept)
    assert "scores" in layers_with_weights(model)
    scores = np.exp(run(model, picture))
    np.testing.assert_allclose(
        scores / scores.sum(2, keepdims=True), exact[..., kept] / exact[..., kept].sum(2, keepdims=True), rtol=1e-4
    )


def test_a_network_without_its_sigmoid_gives_what_went_into_it(picture: Floats) -> None:
    exact = run(small(ends="Sigmoid"), picture)
    logits = run(without_sigmoid(small(ends="Sigmoid")), picture)
    np.testing.assert_allclose(1 / (1 + np.exp(-logits)), exact, rtol=1e-4)


def test_networks_that_end_otherwise_are_refused() -> None:
    with pytest.raises(EngineError, match="sigmoid"):
        without_sigmoid(small())
    with pytest.raises(EngineError, match="softmax"):
        with_scores_of(small(ends="Sigmoid"), np.array([0], np.intp))


@pytest.mark.ocr
@pytest.mark.parametrize("integers", [False, True])
def test_reads_in_floating_point_and_in_whole_numbers(integers: bool) -> None:
    if integers and not multiplies_bytes():
        pytest.skip("this processor has no products of bytes: the product does not ask it for them")
    words = "奈良県知事 令和7年5月10日"
    assert PpOcr(integers=integers).read_line(strip(words)).text.replace(" ", "") == words.replace(" ", "")

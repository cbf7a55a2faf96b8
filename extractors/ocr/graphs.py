"""Small changes to a trained network before it is compiled: work that the processor then does in one go, or not at all.

Each takes a model as read from its file and gives the changed one; weights are left as they are.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from models.errors import EngineError

sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # see extractors.ocr.network

import openvino  # noqa: E402
from openvino import opset13 as ops  # noqa: E402
from openvino.preprocess import ColorFormat, PrePostProcessor  # noqa: E402

Model: TypeAlias = openvino.Model
Range = tuple[float, float]
"""The least and the greatest value that goes into a layer."""


def with_page_input(model: Model, mean: Iterable[float], deviation: Iterable[float]) -> Model:
    """`model` taking pages as they are (1 x height x width x RGB, bytes), not as normalised BGR planes.

    `mean` and `deviation` are those of the planes B, G, R, on the scale of bytes.
    """
    steps = PrePostProcessor(model)
    tensor = steps.input().tensor()
    tensor.set_element_type(openvino.Type.u8).set_layout(openvino.Layout("NHWC")).set_color_format(ColorFormat.RGB)
    steps.input().model().set_layout(openvino.Layout("NCHW"))
    within = steps.input().preprocess().convert_element_type(openvino.Type.f32).convert_color(ColorFormat.BGR)
    within.mean([float(m) for m in mean]).scale([float(d) for d in deviation])
    return steps.build()


def without_sigmoid(model: Model) -> Model:
    """`model`, whose last step is a sigmoid over its whole output, giving what goes into that step.

    Raises:
        EngineError: the network ends otherwise.
    """
    last = model.outputs[0].get_node().input_value(0).get_node()
    if last.get_type_name() != "Sigmoid":
        raise EngineError("the line finder's network does not end in a sigmoid")
    return Model([ops.result(last.input_value(0))], model.get_parameters(), model.get_friendly_name())


def with_scores_of(model: Model, classes: npt.NDArray[np.intp]) -> Model:
    """`model` (whose last steps are a linear layer and a softmax) giving the linear layer's scores of `classes` only.

    A recogniser of many scripts spends two fifths of its time on the last layer and the softmax over characters that
    nobody asks for. Probabilities are the softmax of these scores.

    Raises:
        EngineError: the network ends otherwise.
    """
    softmax = model.outputs[0].get_node().input_value(0).get_node()
    if softmax.get_type_name() != "Softmax":
        raise EngineError("the recogniser's network does not end in a softmax")
    node = softmax
    found: dict[str, openvino.Node] = {}
    while len(found) < 2:
        node = node.input_value(0).get_node()
        kind = node.get_type_name()
        if kind not in {"Identity", "Add", "MatMul"}:
            raise EngineError("the recogniser's network does not end in a linear layer")
        if kind != "Identity":
            found[kind] = node
    weights = found["MatMul"].input_value(1).get_node().get_data()
    bias = found["Add"].input_value(1).get_node().get_data()
    product = ops.matmul(
        found["MatMul"].input_value(0), ops.constant(np.ascontiguousarray(weights[:, classes])), False, False
    )
    product.set_friendly_name("scores")
    scores = ops.add(product, ops.constant(np.ascontiguousarray(bias.reshape(1, 1, -1)[:, :, classes])))
    return Model([ops.result(scores.output(0))], model.get_parameters(), model.get_friendly_name())


def layers_with_weights(model: Model) -> dict[str, openvino.Node]:
    """The convolutions and linear layers of `model` whose weights lie in its file, by name."""
    return {
        node.get_friendly_name(): node
        for node in model.get_ordered_ops()
        if node.get_type_name() in {"Convolution", "MatMul"}
        and node.input_value(1).get_node().get_type_name() == "Constant"
    }


def with_integers(model: Model, ranges: Mapping[str, Range]) -> Model:
    """`model` computing the layers that `ranges` names in whole numbers of eight bits instead of floating point.

    Weights are rounded for each output channel to 255 levels, what goes into a layer to 256 levels over its range.
    Ranges are measured (``benchmarks/integers.py``); values outside are cut off. OpenVINO compiles the marks left here
    to integer kernels.

    Raises:
        EngineError: the network has no layer of a name in `ranges`.
    """
    layers = layers_with_weights(model)
    for name, (low, high) in ranges.items():
        if name not in layers:
            raise EngineError(f"the network has no layer {name}")
        node = layers[name]
        entering, weights = node.input_value(0), node.input_value(1).get_node().get_data().astype(np.float32)
        shape = [1] * len(entering.get_partial_shape())
        node.input(0).replace_source_output(_rounded(entering, shape, *on_the_grid(low, high), 256))
        if node.get_type_name() == "Convolution":
            summed: tuple[int, ...] = tuple(range(1, weights.ndim))
        else:
            summed = (weights.ndim - 1 if node.get_attributes()["transpose_b"] else weights.ndim - 2,)
        greatest = np.maximum(np.abs(weights).max(summed, keepdims=True), np.finfo(np.float32).tiny)
        rounded = _rounded(ops.constant(weights), greatest.shape, -greatest, greatest, 255)
        node.input(1).replace_source_output(rounded)
    model.validate_nodes_and_infer_types()
    return model


def on_the_grid(low: float, high: float) -> Range:
    """`low` to `high` shifted by less than a level, so that zero is one of the 256 levels: padding stays zero."""
    if low >= 0:
        return 0.0, high
    level = (high - low) / 255
    below = round(-low / level)
    return -below * level, (255 - below) * level


def _rounded(
    value: openvino.Node | openvino.Output, shape: Sequence[int], low: object, high: object, levels: int
) -> openvino.Output:
    ends = [ops.constant(np.broadcast_to(np.asarray(end, np.float32), shape).copy()) for end in (low, high)]
    return ops.fake_quantize(value, *ends, *ends, levels).output(0)

"""Small changes to a trained network before it is compiled: work that the processor then does in one go, or not at all.

Each takes a model as read from its file and gives the changed one; weights are left as they are.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from models.errors import EngineError

sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # see extractors.ocr.network

import openvino  # noqa: E402
from openvino import opset13 as ops  # noqa: E402
from openvino.preprocess import ColorFormat, PrePostProcessor  # noqa: E402

Model = openvino.Model


def with_page_input(model: Model, mean: Sequence[float], deviation: Sequence[float]) -> Model:
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
    found = {}
    while len(found) < 2:
        node = node.input_value(0).get_node()
        kind = node.get_type_name()
        if kind not in {"Identity", "Add", "MatMul"}:
            raise EngineError("the recogniser's network does not end in a linear layer")
        if kind != "Identity":
            found[kind] = node
    weights = found["MatMul"].input_value(1).get_node().get_data()
    bias = found["Add"].input_value(1).get_node().get_data()
    scores = ops.add(
        ops.matmul(
            found["MatMul"].input_value(0), ops.constant(np.ascontiguousarray(weights[:, classes])), False, False
        ),
        ops.constant(np.ascontiguousarray(bias.reshape(1, 1, -1)[:, :, classes])),
    )
    return Model([ops.result(scores.output(0))], model.get_parameters(), model.get_friendly_name())

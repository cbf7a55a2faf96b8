"""Running a trained network (an ONNX file) on the processor.

OpenVINO, because the networks are most of what a page costs. Measured on one core (Xeon with AMX): the line finder at
1280 x 896 takes 1.97 s on ONNX Runtime, 0.61 s here with the same numbers out, 0.26 s in bfloat16; a line of the
recogniser 40, 31 and 13 ms. On a processor without bfloat16 everything stays in float32. Where the processor multiplies
bytes, most of the recogniser runs in whole numbers (:func:`multiplies_bytes`): a quarter less time for a line.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.errors import EngineError

# OpenVINO reports each import to its maker where the package openvino_telemetry can be imported, and falls back to a
# stub where not. Nothing may leave this machine: tests/test_house.py traps every packet to prove it.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]

import openvino  # noqa: E402


class Network:
    """One network with one input and one output, compiled for this processor. Not safe between threads.

    Every new shape of the input costs compiling once (about 60 ms for a line): callers round sizes up to a few. What
    `change` makes of the model as read (:mod:`extractors.ocr.graphs`) is what runs.

    Raises:
        EngineError: the file is no network that this processor can run.
    """

    def __init__(
        self, path: Path, threads: int = 1, *, change: Callable[[openvino.Model], openvino.Model] | None = None
    ) -> None:
        options = {
            "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": 1,
            "PERFORMANCE_HINT": "LATENCY",
            # Bound, every process would compute on the first core: two of them share it, and the second stands idle.
            "ENABLE_CPU_PINNING": False,
        }
        try:
            model = openvino.Core().read_model(path)
            compiled = openvino.Core().compile_model(change(model) if change else model, "CPU", options)
        except RuntimeError as error:
            raise EngineError(f"{path.name} cannot be run on this processor") from error
        self._request = compiled.create_infer_request()

    def __call__(self, tensor: npt.NDArray[np.float32] | npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """The output for the input `tensor`; an array of its own, not a view of the engine's memory."""
        self._request.infer({0: tensor})
        output: npt.NDArray[np.float32] = self._request.get_output_tensor(0).data.copy()
        return output


@cache
def multiplies_bytes() -> bool:
    """Whether the processor has instructions for products of bytes (VNNI, AMX).

    Without them whole numbers are slower than floating point, and sums of products may overflow on the way.
    """
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return False
    flags = next((line for line in told.splitlines() if line.startswith("flags")), "").split()
    return not {"avx512_vnni", "avx_vnni", "amx_int8"}.isdisjoint(flags)


def metadata(model: openvino.Model, key: str) -> str:
    """What an ONNX file's own metadata says under `key`.

    Raises:
        EngineError: it says nothing there.
    """
    try:
        value: Any = model.get_rt_info(["framework", key]).value
    except RuntimeError as error:
        raise EngineError(f"the network's file says no {key}") from error
    return str(value)

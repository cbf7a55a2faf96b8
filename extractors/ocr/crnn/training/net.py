"""The network: convolutions that see about 100 pixels each way, and CTC. No recurrence: it is fast on processors, and
it leans on what it sees, not on what usually follows; a second reader is of use as far as it errs elsewhere.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def _conv(i: int, o: int, kernel: int | tuple[int, int], stride: tuple[int, int] = (1, 1)) -> nn.Sequential:
    sides = kernel if isinstance(kernel, tuple) else (kernel, kernel)
    pad = (sides[0] // 2, sides[1] // 2)
    return nn.Sequential(nn.Conv2d(i, o, sides, stride, pad, bias=False), nn.BatchNorm2d(o), nn.ReLU(inplace=True))


class _Residual(nn.Module):
    def __init__(self, size: int, kernel: tuple[int, int], dilation: int = 1) -> None:
        super().__init__()
        pad = (kernel[0] // 2, kernel[1] // 2 * dilation)
        self.body = nn.Sequential(
            nn.Conv2d(size, size, kernel, 1, pad, (1, dilation), bias=False),
            nn.BatchNorm2d(size),
            nn.ReLU(inplace=True),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x)


class Net(nn.Module):
    """Darkness (batch, 1, 32, width) in 0..1 to scores (batch, width / 2, classes) before the softmax."""

    def __init__(self, classes: int, width: int = 48) -> None:
        super().__init__()
        w = width
        self.classes = classes
        self.eyes = nn.Sequential(
            _conv(1, w // 2, 5, (2, 2)),
            _conv(w // 2, w, 3, (2, 2)),
            _Residual(w, (3, 3)),
            _Residual(w, (3, 3)),
            _conv(w, 2 * w, 3, (2, 1)),
            _Residual(2 * w, (3, 3)),
            _Residual(2 * w, (3, 3)),
        )
        self.fold = nn.Sequential(
            nn.Conv2d(2 * w, 3 * w, (4, 1), bias=False), nn.BatchNorm2d(3 * w), nn.ReLU(inplace=True)
        )
        self.along = nn.Sequential(*(_Residual(3 * w, (1, 5), d) for d in (1, 2, 4)))
        self.drop = nn.Dropout(0.1)
        self.head = nn.Conv2d(3 * w, 2 * classes, 1)

    def forward(self, x: Tensor) -> Tensor:
        x = self.head(self.drop(self.along(self.fold(self.eyes(x)))))
        batch, _, _, steps = x.shape
        return x.reshape(batch, 2, self.classes, steps).permute(0, 3, 1, 2).reshape(batch, 2 * steps, self.classes)


class Reading(nn.Module):
    """The network as it is shipped: probabilities instead of scores."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: Tensor) -> Tensor:
        return F.softmax(self.net(x), dim=-1)


def export(net: Net, path: str) -> None:
    """Writes `net` as ONNX; batch and width stay free."""
    model = Reading(net).eval()
    example = torch.zeros(1, 1, 32, 256)
    torch.onnx.export(
        model, (example,), path, input_names=["darkness"], output_names=["probabilities"],
        dynamic_axes={"darkness": {0: "batch", 3: "width"}, "probabilities": {0: "batch", 1: "steps"}},
        opset_version=17, dynamo=False,
    )  # fmt: skip

"""From bytes to fields. Pure: bytes or values in, values out; no database, no network, no Prefect, no Django."""

import os

# ONNX Runtime (1.29 and newer) reports each process and model to its maker unless told otherwise before it loads; the
# API call comes too late. Nothing may leave this machine. tests/test_house.py traps every packet to prove it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

"""OCR engines behind one protocol."""

from extractors.ocr.engine import Engine, EngineReading

__all__ = ["Engine", "EngineReading"]

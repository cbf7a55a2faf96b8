"""The tables, one module per kind of thing; `storage.models` gathers them for Django."""

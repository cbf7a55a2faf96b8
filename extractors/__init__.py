"""From bytes to fields. Pure: bytes or values in, values out; no database, no network, no Prefect, no Django."""

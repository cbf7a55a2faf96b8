"""From fields to findings: one module per kind of knowledge, and the checks that join them. Pure: values in, values out."""

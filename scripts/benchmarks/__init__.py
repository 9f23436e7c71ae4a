"""One file per thing measured; each has `measure() -> dict[str, float]`, figures named with their unit."""

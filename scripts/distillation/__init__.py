"""A sentence transformer's vectors into one row per token: texts → teacher → fit → model file."""

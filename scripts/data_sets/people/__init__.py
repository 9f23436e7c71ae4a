"""Synthetic people over real videos: everything about them is in parameters.toml, so their truth is known.

They are made to test rankers where the right answer can be looked up, not to resemble anybody; docs/evaluation.md says
what figures on them do not show.
"""

"""Measurements on real data beside the project; nothing here is needed to run the product."""

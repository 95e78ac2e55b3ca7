"""Short made-up laws for tests of the site."""

__all__ = ["law"]


def law(
    title: str = "试验法",
    *,
    body: str = "\n## 第一条\n\n为了试验，制定本法。\n",
    effective: str | None = "2020-01-01",
    repealed: str | None = None,
    version: str = "2020-01-01",
    extra: str = "",
) -> str:
    """The text of a source file."""
    return f"""---
title: {title}
kind: 法律
issuers: [试验机关]
promulgated: null
effective: {effective or "null"}
repealed: {repealed or "null"}
version: "{version}"
source: https://example.org/
{extra}text_from: {{how: transcribed, from: 试验, checked: none}}
---
{body}"""

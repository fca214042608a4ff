"""Texts that try to run, load, style, navigate or mislead. `MARK` is what would show that one succeeded."""

MARK = "https://canary.invalid/leak"
ALERT = "alert(1)"

HTML = [
    f"<script>{ALERT}</script>", f"<SCRIPT SRC={MARK}></SCRIPT>", f"<scr<script>ipt>{ALERT}</scr</script>ipt>",
    f"<img src=x onerror={ALERT}>", f"<img src={MARK}>", f'<img src="x" onerror="{ALERT}" />', f"<svg onload={ALERT}>",
    f"<svg><script>{ALERT}</script></svg>", f"<svg><animate onbegin={ALERT} attributeName=x dur=1s>",
    f'<svg><use href="data:image/svg+xml,<svg id=x onload={ALERT}>#x">', f"<body onload={ALERT}>",
    f"<iframe src=javascript:{ALERT}>", f"<iframe srcdoc='<script>{ALERT}</script>'>", f"<object data={MARK}>",
    f"<embed src={MARK}>", f"<link rel=stylesheet href={MARK}>", f"<style>@import '{MARK}';</style>",
    f"<div style=\"background:url({MARK})\">x</div>", f"<meta http-equiv=refresh content='0;url={MARK}'>",
    f"<base href={MARK}>", f"<form action={MARK}><button>x</button></form>", f"<input autofocus onfocus={ALERT}>",
    f"<details open ontoggle={ALERT}>", f"<video><source onerror={ALERT}>", f"<audio src=x onerror={ALERT}>",
    f"<marquee onstart={ALERT}>", f"<a href=javascript:{ALERT}>x</a>", f"<a href='{MARK}' ping='{MARK}'>x</a>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={ALERT}>", f"<math href=javascript:{ALERT}>x</math>",
    f'<math><maction actiontype="statusline" xlink:href="javascript:{ALERT}">x</maction></math>',
    f"<noscript><p title='</noscript><img src=x onerror={ALERT}>'>", f"<template><script>{ALERT}</script></template>",
    f"<textarea></textarea><script>{ALERT}</script>", f"</textarea><script>{ALERT}</script>",
    f"</title><script>{ALERT}</script>", f"<!--><script>{ALERT}</script>", f"<![CDATA[<script>{ALERT}</script>]]>",
    f"<?xml version='1.0'?><script>{ALERT}</script>", f'"><script>{ALERT}</script>', f"'><script>{ALERT}</script>",
    f"<x onclick={ALERT} tabindex=1 autofocus onfocus={ALERT}>", f"<custom-element onpointerover={ALERT}>",
    f"<p hx-get='{MARK}' hx-trigger='load'>x</p>", f"<div data-hx-get='{MARK}' data-hx-trigger=load></div>",
    f"&lt;script&gt;{ALERT}&lt;/script&gt;", f"\\x3cscript\\x3e{ALERT}", "<ranking-task></ranking-task>",
    "<labeling-screen data-user=1></labeling-screen>", f"</script><script>{ALERT}</script>",
]  # fmt: skip
LINKS = [
    f"[x](javascript:{ALERT})", f"[x](JaVaScRiPt:{ALERT})", f"[x](java\tscript:{ALERT})",
    f"[x](java&#10;script:{ALERT})",
    f"[x](&#106;avascript:{ALERT})", f"[x](&#x6A;avascript&colon;{ALERT})", f"[x](javascript&#58;{ALERT})",
    f"[x]( javascript:{ALERT})", f"[x](\x01javascript:{ALERT})", f"[x](vbscript:{ALERT})",
    f"[x](data:text/html,<script>{ALERT}</script>)", "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)", "[x](blob:https://canary.invalid/1)", "[x](ftp://canary.invalid/)",
    f"<javascript:{ALERT}>", f"[x]: javascript:{ALERT}\n\n[x]", f"[a][b]\n\n[b]: <javascript:{ALERT}> 'c'",
    f'[x]({MARK} "\\" onmouseover={ALERT} x=\\"")', f"[x]({MARK}'onclick='{ALERT})", f'[x]("onclick="{ALERT}")',
    "[x](//canary.invalid/leak)", "[x](/\\canary.invalid)", f"[`x`]({MARK})", f"[![x]({MARK})](javascript:{ALERT})",
]  # fmt: skip
IMAGES = [
    f"![x]({MARK})", "![x](//canary.invalid/leak.png)", f"![x](javascript:{ALERT})",
    f"![x](data:image/svg+xml,<svg onload={ALERT}>)", f'![" onerror="{ALERT}](x)', f"![x]({MARK} '\" onerror={ALERT}')",
    f"![x]\n\n[x]: {MARK}", f"![<script>{ALERT}</script>]({MARK})",
]  # fmt: skip
CODE_AND_MATHS = [
    f"```html\n<script>{ALERT}</script>\n```", f"```\"><script>{ALERT}</script>\nx\n```",
    f"```python onload={ALERT}\nx\n```",
    f"`<script>{ALERT}</script>`", f"    <script>{ALERT}</script>", f"$\\text{{<script>{ALERT}</script>}}$",
    f"$\\href{{javascript:{ALERT}}}{{x}}$", f"$$\\text{{<img src=x onerror={ALERT}>}}$$",
    f"$\\unicode{{<script>{ALERT}}}$",
    f"\\(<img src=x onerror={ALERT}>\\)", f"\\[\\mathrm{{</math><script>{ALERT}</script>}}\\]", "$\\frac{1}{$",
    f"$\\class{{x}}{{y}} \\style{{background:url({MARK})}}{{x}}$", f"$\\includegraphics{{{MARK}}}$",
    "\\begin{align} & <b onclick=alert(1)>x</b> \\\\ \\end{align}", "$" + "{" * 3000 + "$",
    "$\\color{red;background:url(x)}x$",
]  # fmt: skip
MISLEADING = [
    "\u202eright to left override", "\u2067isolate without end", "abc\u202d\u202edef", "\u200f\u200e\u061c marks",
    "\ufeffbyte order mark", "zero\u200bwidth\u2060joiners", "\x07bell\x1bescape", "a\u0000b",
    "Z" + "\u0335" * 500, "\U000e0041tag",
]  # fmt: skip

CORPUS = [*HTML, *LINKS, *IMAGES, *CODE_AND_MATHS, *MISLEADING]
# What an import takes: NUL is refused at the door.
STORABLE = [text for text in CORPUS if "\x00" not in text]

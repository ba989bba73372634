# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which names a script takes from nowhere: no parser, good enough for Odoo's own style."""

import re

KEYWORDS = frozenset(
    "arguments as async await break case catch class const continue default delete do"
    " else export extends false finally for from function get if import in instanceof"
    " let new null of return set static super switch this throw true try typeof"
    " undefined var void while with yield".split()
)
NAME = re.compile(r"(?<![\w$.])[A-Za-z_$][\w$]*")
TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)
PATTERN = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\]|\\.)*\])+/[a-z]*")
# After these a slash begins a pattern: no division.
BEFORE_PATTERN = re.compile(r"(?:^|[(,=:\[!&|?{};]|\breturn)\s*$")
# Where names come from: a declaration, an import, a function, a class and its fields.
DECLARED = (
    re.compile(r"\b(?:const|let|var)\b(.*?)(?==(?!>)|;|\bof\b|\bin\b)", re.DOTALL),
    re.compile(r"\bimport\b(.*?)\bfrom\b", re.DOTALL),
    re.compile(r"\b(?:function\*?|class)\s+([\w$]+)"),
    re.compile(r"([\w$]+)\s*=>"),
    re.compile(r"^ {4}(?:static )?(\w+)(?: =|;)", re.MULTILINE),
)
NO_PARAMETERS = ("if", "for", "while", "switch")


def bare(source):
    """Return the code of a script, without comments, strings and patterns."""
    out, at, inside = [], 0, []
    while at < len(source):
        char = source[at]
        if char == "`" or (char == "}" and inside and inside[-1] == "`"):
            # The words of a template, up to its end or its next expression.
            if char == "}":
                inside.pop()
            found = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(`|\$\{|$)", re.DOTALL).match(
                source, at + 1
            )
            at = found.end()
            if found[1] == "${":
                inside.append("`")
            out.append(" , ")
            continue
        token = TOKEN.match(source, at)
        if char == "/" and token["other"] and BEFORE_PATTERN.search("".join(out[-60:])):
            at = PATTERN.match(source, at).end()
            out.append('""')
            continue
        at = token.end()
        out.append(token[0] if token["other"] else '""' if not token["comment"] else "")
        if char == "{":
            inside.append("{")
        elif char == "}" and inside:
            inside.pop()
    return "".join(out)


def free_names(source):
    """Return the names that a script uses and declares nowhere.

    :rtype: set[str]
    """
    text = bare(source).replace("...", " ")
    declared = {
        name
        for pattern in DECLARED
        for found in pattern.findall(text)
        for name in NAME.findall(found)
    }
    opened = []
    for at, char in enumerate(text):
        if char == "(":
            opened.append(at)
        elif char == ")" and opened:
            start = opened.pop()
            before = re.search(r"([\w$]*)\s*$", text[max(0, start - 60) : start])[1]
            if before in NO_PARAMETERS or not re.match(
                r"\s*(=>|\{)", text[at + 1 :][:9]
            ):
                continue
            declared.update(NAME.findall(text[start + 1 : at]), {before})
    used = {
        found[0]
        for found in NAME.finditer(text)
        # The keys of an object.
        if not re.match(r"\s*:", text[found.end() : found.end() + 9])
    }
    return used - declared - KEYWORDS

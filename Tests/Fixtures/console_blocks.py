#!/usr/bin/env python3
"""Writes into the documentation what its commands print, so that the pages show what the tool says today.

Run from the top of the repository after a change of the reports: python3 Tests/Fixtures/console_blocks.py
"""
import pathlib
import re
import subprocess

PREFIX = "$ swift run -c release glm "
subprocess.run(["swift", "build", "-c", "release", "--product", "glm"], check=True)
for page in [pathlib.Path("README.md"), *pathlib.Path("Docs").rglob("*.md")]:
    def fill(match):
        command = match.group(1).split("\n", 1)[0]
        if not command.startswith(PREFIX):
            return match.group(0)
        done = subprocess.run(".build/release/glm " + command[len(PREFIX):], shell=True, capture_output=True, text=True)
        shown = (done.stdout + done.stderr).strip("\n")
        return f"```console\n{command}\n{shown}\n```" if shown else f"```console\n{command}\n```"

    text = page.read_text()
    new = re.sub(r"```console\n(.*?)\n?```", fill, text, flags=re.S)
    if new != text:
        page.write_text(new)
        print(page)

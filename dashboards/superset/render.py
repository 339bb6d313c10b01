#!/usr/bin/env python3
"""Puts the store's address into the bundle, as a folder or a ZIP that Superset imports. Needs Python alone.

    SUREFOOT_SUPERSET_URI=postgresql+psycopg2://superset:PASSWORD@HOST:5432/DATABASE \
        python3 render.py surefoot.zip
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

VARIABLE = "SUREFOOT_SUPERSET_URI"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="a name that ends in .zip, or a folder to be made")
    parser.add_argument(
        "--type",
        choices=("assets", "Dashboard"),
        default="assets",
        help="Dashboard for Superset's own import dialog; assets (the default) for everything else",
    )
    options = parser.parse_args()
    uri = os.environ.get(VARIABLE)
    if not uri:
        sys.exit(f"Set {VARIABLE} to the store's address, as a user who may only read.")
    if options.out.exists():
        sys.exit(f"{options.out} is there already.")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "surefoot"
        shutil.copytree(Path(__file__).parent / "bundle", folder)
        replace(folder / "databases" / "surefoot.yaml", "${" + VARIABLE + "}", json.dumps(uri))
        replace(folder / "metadata.yaml", "type: assets", f"type: {options.type}")
        # What holds the password is for nobody else to read.
        os.umask(0o077)
        (folder / "databases" / "surefoot.yaml").chmod(0o600)
        if options.out.suffix == ".zip":
            shutil.make_archive(str(options.out.with_suffix("")), "zip", temporary, "surefoot")
        else:
            shutil.copytree(folder, options.out)


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    if old not in text:
        sys.exit(f"{file.name} does not contain {old}.")
    file.write_text(text.replace(old, new), encoding="utf-8")


main()

#!/bin/sh
# Writes the lock files anew: versions and hashes for every platform, no index address.
set -eu
cd "$(dirname "$0")/.."
compile="uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet"
$compile pyproject.toml -o requirements/main.txt
$compile pyproject.toml --group dev -o requirements/dev.txt

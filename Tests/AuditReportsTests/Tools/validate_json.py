"""Validates JSON files against schemas: validate_json.py SCHEMA FILE... [-- SCHEMA FILE...]...; prints every mistake.

Of a file whose name ends in ndjson every line is a document.
"""

import itertools
import json
import sys

import jsonschema


def documents(name):
    with open(name, encoding="utf-8") as file:
        return [json.loads(line) for line in file] if name.endswith("ndjson") else [json.load(file)]


mistakes = 0
for is_end, group in itertools.groupby(sys.argv[1:], lambda word: word == "--"):
    if is_end:
        continue
    schema_name, *names = group
    with open(schema_name, encoding="utf-8-sig") as file:
        schema = json.load(file)
    validator = jsonschema.validators.validator_for(schema)(schema)
    for name in names:
        for document in documents(name):
            for mistake in validator.iter_errors(document):
                mistakes += 1
                print(f"{name}: {'/'.join(map(str, mistake.path))}: {mistake.message[:300]}")
sys.exit(1 if mistakes else 0)

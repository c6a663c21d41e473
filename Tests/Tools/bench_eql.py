"""Evaluates the two conditions that the benchmark asks of every program over events, with the eql package.

usage: bench_eql.py EVENTS

Prints the number of events that match.
"""

import json
import sys

import eql

QUERY = """
any where (event.action == "exec" and process.executable : "/var/lib/dpkg/info/*")
    or (event.action == "creation" and file.path : "/etc/apt/apt.conf.d/*")
"""

found = 0


def count(_):
    global found
    found += 1


engine = eql.PythonEngine()
with eql.parser.elasticsearch_syntax:
    engine.add_query(eql.parse_query(QUERY))
engine.add_output_hook(count)
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        engine.stream_event(eql.Event("generic", 0, json.loads(line)))
engine.finalize()
print(found)

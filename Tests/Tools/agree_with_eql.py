"""Evaluates EQL statements over events with the eql package, for comparison with debvouch's own engine.

usage: agree_with_eql.py STATEMENTS EVENTS

STATEMENTS holds EQL queries, each ended by an empty line; EVENTS one JSON object a line, with dotted keys and a list of
texts for each. Prints a line for each query with a 0 or 1 for each event.

The eql package parses the statement and evaluates every comparison. The documented differences between it and
Elasticsearch are applied here: what joins comparisons has two values and a comparison with a missing field is false; a
comparison holds for a list if it holds for any element; ==, in and like compare exactly, while the package ignores case.
"""

import json
import re
import sys

import eql
from eql import ast
from eql.engine import PythonEngine, Scope


def exact_literals(node):
    """The texts that == and in may equal, or None for a comparison by pattern."""
    if isinstance(node, ast.Comparison) and isinstance(node.right, ast.String):
        return {node.right.value}
    if isinstance(node, ast.InSet):
        return {item.value for item in node.container}
    return None


def cased_patterns(text):
    """The patterns of like for each field: the package forgets that they differ from those of a colon, and joins them."""
    found = {}
    for field, patterns in re.findall(r'([\w.]+) like (\([^)]*\)|"[^"]*")', text):
        found.setdefault(field, set()).update(re.findall('"([^"]*)"', patterns))
    return found


def matches_cased(value, patterns):
    return any(re.fullmatch(".*".join(map(re.escape, text.split("*"))), value, re.DOTALL) for text in patterns)


class Leaf:
    """One comparison, evaluated by the package for one value of its field at a time."""

    def __init__(self, node, engine, cased):
        fields = [part for part in node if isinstance(part, ast.Field)]
        names = {".".join([field.base] + [str(part) for part in field.path]) for field in fields}
        assert len(names) == 1, f"one field expected in {node}"
        self.name = names.pop()
        self.field = fields[0]
        self.literals = exact_literals(node)
        self.evaluate = engine.convert(node)
        patterns = frozenset(part.value for part in node if isinstance(part, ast.String))
        is_cased = patterns and patterns <= cased.get(self.name, set())
        self.patterns = patterns if is_cased else None

    def __call__(self, event):
        for value in event.get(self.name, []):
            data = value
            for part in reversed(self.field.path):
                data = {part: data}
            holds = self.evaluate(Scope([eql.Event("generic", 0, {self.field.base: data})], []))
            if self.literals is not None:
                holds = holds and value in self.literals
            if self.patterns is not None:
                holds = holds and matches_cased(value, self.patterns)
            if holds:
                return True
        return False


def compiled(node, engine, cased):
    if isinstance(node, ast.And):
        parts = [compiled(term, engine, cased) for term in node.terms]
        return lambda event: all(part(event) for part in parts)
    if isinstance(node, ast.Or):
        parts = [compiled(term, engine, cased) for term in node.terms]
        return lambda event: any(part(event) for part in parts)
    if isinstance(node, ast.Not):
        part = compiled(node.term, engine, cased)
        return lambda event: not part(event)
    # The package makes a != b of not a == b; in Elasticsearch both are true of what is missing.
    if isinstance(node, ast.Comparison) and node.comparator == ast.Comparison.NE:
        part = compiled(ast.Comparison(node.left, ast.Comparison.EQ, node.right), engine, cased)
        return lambda event: not part(event)
    if isinstance(node, ast.IsNull):
        name = str(node.expr)
        return lambda event: not event.get(name)
    if isinstance(node, ast.IsNotNull):
        name = str(node.expr)
        return lambda event: bool(event.get(name))
    if isinstance(node, ast.Boolean):
        return lambda event: node.value
    return Leaf(node, engine, cased)


def main():
    statements, events = sys.argv[1:]
    with open(statements, encoding="utf-8") as file:
        texts = [text for text in file.read().split("\n\n") if text.strip()]
    with open(events, encoding="utf-8") as file:
        documents = [json.loads(line) for line in file]
    with eql.parser.elasticsearch_syntax:
        for text in texts:
            query = eql.parse_query(text, implied_any=True, implied_base=True).first
            engine = PythonEngine()
            holds = compiled(query.query, engine, cased_patterns(text))
            category = query.event_type
            answers = (
                (category == "any" or category in event.get("event.category", [])) and holds(event)
                for event in documents
            )
            print("".join("1" if answer else "0" for answer in answers))


if __name__ == "__main__":
    main()

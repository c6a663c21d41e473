"""Evaluates SQL statements over events with SQLite, for comparison with debvouch's own engine.

usage: agree_with_sqlite.py STATEMENTS EVENTS

STATEMENTS holds SELECT statements over one table, each ended by an empty line; EVENTS one JSON object a line, with dotted
keys and one text for each. Prints a line for each statement with a 0 or 1 for each event.
"""

import json
import re
import sqlite3
import sys


def main():
    statements, events = sys.argv[1:]
    with open(statements, encoding="utf-8") as file:
        texts = [text for text in file.read().split("\n\n") if "SELECT" in text]
    with open(events, encoding="utf-8") as file:
        documents = [json.loads(line) for line in file]
    columns = sorted({name for text in texts for name in re.findall("`([^`]+)`", text)})
    database = sqlite3.connect(":memory:")
    for table in sorted({re.search("FROM ([a-z]+)", text).group(1) for text in texts}):
        database.execute(f"CREATE TABLE {table} (" + ", ".join(f"`{name}` TEXT" for name in columns) + ")")
        database.executemany(
            f"INSERT INTO {table} VALUES (" + ", ".join("?" for _ in columns) + ")",
            ([document.get(name) for name in columns] for document in documents),
        )
    for text in texts:
        found = {row for (row,) in database.execute(text.replace("SELECT *", "SELECT rowid", 1))}
        print("".join("1" if row in found else "0" for row in range(1, len(documents) + 1)))


if __name__ == "__main__":
    main()

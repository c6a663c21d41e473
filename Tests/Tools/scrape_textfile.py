"""Lets a real node-exporter read a folder of textfiles on loopback and prints the series that it serves of ours.

usage: scrape_textfile.py FOLDER PREFIX

Prints every line of /metrics that begins with PREFIX, and node_textfile_scrape_error. The exporter is ended in any case.
"""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def scrape(address, exporter):
    for _ in range(200):
        if exporter.poll() is not None:
            sys.exit(f"the exporter ended with {exporter.returncode}: {exporter.stderr.read().decode()}")
        try:
            with urllib.request.urlopen(f"http://{address}/metrics", timeout=10) as answer:
                return answer.read().decode()
        except urllib.error.URLError:
            time.sleep(0.1)
    sys.exit("the exporter does not answer")


def main():
    folder, prefix = sys.argv[1:]
    address = f"127.0.0.1:{free_port()}"
    exporter = subprocess.Popen(
        [
            "prometheus-node-exporter",
            "--collector.disable-defaults",
            "--collector.textfile",
            f"--collector.textfile.directory={folder}",
            f"--web.listen-address={address}",
            "--log.level=error",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        text = scrape(address, exporter)
    finally:
        # A test's thread may hand down a mask that blocks SIGTERM.
        exporter.kill()
        exporter.wait()
    for line in text.splitlines():
        if line.startswith((prefix, "node_textfile_scrape_error")):
            print(line)


if __name__ == "__main__":
    main()

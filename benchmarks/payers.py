"""Let many people begin a payment at the same moment, each in a process of its own.

Usage: payers.py BASE_URL < REQUESTS     a JSON list of {path, params}; prints one object:
latencies in milliseconds, references of the payments that were begun, refusals
"""

import json
import multiprocessing
import statistics
import sys
import time
import urllib.request

HEADERS = {
    "Content-Type": "application/json",
    "User-Agent": "Mozilla/5.0 (benchmark)",
}


def begin(base, asked, start, answers):
    """Wait for the common start, ask once, and note what came back."""
    body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": asked["params"]})
    request = urllib.request.Request(base + asked["path"], body.encode(), HEADERS)
    time.sleep(max(0, start - time.time()))
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=120) as response:
            answer = json.loads(response.read())
    except OSError as error:
        answer = {"error": str(error)}
    spent = (time.perf_counter() - began) * 1000
    answers.put((spent, answer.get("result", {}).get("reference")))


def together(base, requests):
    """Return what came of asking all of these at once."""
    answers, start = multiprocessing.Queue(), time.time() + 1
    people = [
        multiprocessing.Process(target=begin, args=(base, asked, start, answers))
        for asked in requests
    ]
    for person in people:
        person.start()
    results = [answers.get(timeout=180) for _person in people]
    for person in people:
        person.join()
    times = sorted(spent for spent, _reference in results)
    references = [reference for _spent, reference in results if reference]
    return {
        "median": statistics.median(times),
        "slowest": times[-1],
        "begun": len(references),
        "payments": len(set(references)),
        "refused": len(results) - len(references),
    }


if __name__ == "__main__":
    print(json.dumps(together(sys.argv[1], json.load(sys.stdin))))

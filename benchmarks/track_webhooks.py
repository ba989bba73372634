"""Sends 200 signed webhooks a second for 30 seconds; run by ``benchmarks/track``.

They come from all providers by turns. Every tenth event is sent twice, in an order that is
shuffled within two seconds.
"""

import asyncio
import json
import os
import random
import statistics
import sys
import time

import psutil

sys.path.insert(0, os.environ["PL_TRACK_TOOLS"])
import fake_carrier as fake

RATE, SECONDS = 200, int(os.environ["PL_TRACK_SECONDS"])
PORT = int(os.environ["PL_TRACK_PORT"])
CONNECTIONS = 32
WARM = 20  # seconds


def events(hooks):
    """Return pairs of provider and body to send: for each parcel in turn one more scan."""
    generator, shipments, bodies = random.Random(7), {}, []
    # By turns of each: 1,500 parcels together.
    parcels = [
        pair
        for numbers in zip(*(hook["numbers"][:375] for hook in hooks), strict=True)
        for pair in zip(hooks, numbers, strict=True)
    ]
    sent = 0
    while len(bodies) < RATE * SECONDS:
        hook, number = parcels[sent % len(parcels)]
        shipment = shipments.setdefault(number, fake.Shipment(number, scans=0))
        shipment.scans.clear()
        shipment.add("in_transit", f"Hook {sent // len(parcels)}")
        provider = fake.PROVIDERS[hook["provider"]]
        body = (hook, provider.event(shipment, f"evt_{sent}"))
        bodies.append(body)
        if sent % 10 == 0 and len(bodies) < RATE * SECONDS:
            bodies.append(body)
        sent += 1
    for start in range(0, len(bodies), 2 * RATE):
        part = bodies[start : start + 2 * RATE]
        generator.shuffle(part)
        bodies[start : start + 2 * RATE] = part
    return bodies, sent


def cpu():
    """Return the CPU seconds that the server and its workers have used."""
    server = psutil.Process(int(os.environ["PL_TRACK_SERVER"]))
    used = 0.0
    for process in (server, *server.children(recursive=True)):
        times = process.cpu_times()
        used += times.user + times.system
    return used


async def post(hook, body):
    headers = fake.PROVIDERS[hook["provider"]].signed(body, hook["secret"])
    head = f"POST {hook['path']} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head += f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(head.encode() + body)
    answer = await reader.read()
    writer.close()
    return int(answer[9:12] or 0)


async def main():
    with open(os.environ["PL_TRACK_DATA"]) as file:
        hooks = json.load(file)
    bodies, sent = events(hooks)
    for _attempt in range(120):
        try:
            if await post(hooks[0], b"{}") in (400, 403):
                break
        except OSError:
            pass
        await asyncio.sleep(0.5)
    for _round in range(5):
        # Each worker loads its registry at its first request.
        await asyncio.gather(
            *(post(hooks[0], b"{}") for _number in range(8)), return_exceptions=True
        )
    # So does the one that runs jobs, at its first: one event is not counted.
    shipment = fake.Shipment(hooks[0]["numbers"][-1], scans=0)
    shipment.add("in_transit", "Warm")
    provider = fake.PROVIDERS[hooks[0]["provider"]]
    await post(hooks[0], provider.event(shipment, "evt_warm"))
    await asyncio.sleep(WARM)
    limit, times, statuses = asyncio.Semaphore(CONNECTIONS), [], {}

    async def one(event, due):
        await asyncio.sleep(max(due - time.monotonic(), 0))
        async with limit:
            begin = time.monotonic()
            try:
                status = await post(*event)
            except OSError:
                status = 0
            times.append(time.monotonic() - begin)
            statuses[status] = statuses.get(status, 0) + 1

    used, start = cpu(), time.monotonic() + 0.5
    await asyncio.gather(
        *(one(event, start + place / RATE) for place, event in enumerate(bodies))
    )
    took = time.monotonic() - start
    work = (cpu() - used) * 1000 / len(bodies)
    times.sort()
    row = {
        "what": "sent",
        "seconds": took,
        "count": len(bodies),
        "different": sent,
        "cpu": work,
        "answers": statuses,
        "half": statistics.median(times) * 1000,
        "most": times[int(len(times) * 0.99)] * 1000,
        "slowest": times[-1] * 1000,
    }
    with open(os.environ["PL_TRACK_RESULTS"], "a") as file:
        file.write(json.dumps(row) + "\n")
    print(row, flush=True)
    # Give the queue its time; what is left is counted afterwards.
    await asyncio.sleep(max(30, 3 * SECONDS))


asyncio.run(main())

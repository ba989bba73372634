"""A mail server on loopback that takes every mail and notes which: followups_inbox.py PORT FILE.

A line is the mail's Message-Id and its recipient, written before the mail is acknowledged.
"""

import asyncio
import sys

PORT, FILE = int(sys.argv[1]), sys.argv[2]


async def serve(reader, writer, file):
    def say(text):
        writer.write(text.encode() + b"\r\n")

    say("220 inbox")
    to = ""
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"EHLO":
            say("250-inbox")
            say("250 SMTPUTF8")
        elif verb == b"RCPT":
            to = line.split(b"<")[1].split(b">")[0].decode()
            say("250 ok")
        elif verb == b"DATA":
            say("354 go on")
            await writer.drain()
            number = ""
            while (line := await reader.readline()) not in (b".\r\n", b""):
                if not number and line.lower().startswith(b"message-id:"):
                    number = line.split(b":", 1)[1].strip().decode()
                    if not number:  # folded
                        number = (await reader.readline()).strip().decode()
            print(number, to, file=file, flush=True)
            say("250 taken")
        elif verb == b"QUIT":
            say("221 bye")
            break
        else:
            say("250 ok")
        await writer.drain()
    writer.close()


async def main():
    with open(FILE, "a") as file:
        server = await asyncio.start_server(
            lambda reader, writer: serve(reader, writer, file), "127.0.0.1", PORT
        )
        await server.serve_forever()


asyncio.run(main())

#!/usr/bin/env python3
"""Walks a public-inbox archive with Python's email package: parse each message, take its text.

usage: walk_archive.py REPOSITORY        (a bare git repository)
"""
import email
import email.policy
import subprocess
import sys
import time


def blobs(repository):
    script = "git rev-list --reverse HEAD | sed 's/$/:m/' | git cat-file --batch --buffer"
    with subprocess.Popen(["sh", "-c", script], cwd=repository, stdout=subprocess.PIPE) as git:
        while header := git.stdout.readline():
            size = int(header.split()[2])
            yield git.stdout.read(size)
            git.stdout.read(1)


def text(message):
    chars = 0
    for part in message.walk():
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True) or b""
            chars += len(payload.decode("utf-8", "replace"))
    return chars


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    started = time.perf_counter()
    messages = chars = 0
    for blob in blobs(sys.argv[1]):
        message = email.message_from_bytes(blob, policy=email.policy.compat32)
        chars += text(message)
        messages += 1
    seconds = time.perf_counter() - started
    print(f"{messages} messages, {chars} characters, {seconds:.2f} s, {messages / seconds:.0f} messages/s, {time.process_time():.2f} s of CPU")


main()

"""A program: many people upload at once, each until the portal has taken the picture.

Arguments: address, cookies, the token of the form, a JPEG, and how many people. It prints how many
were asked to come again.
"""

import http.client
import random
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

BOUNDARY = "anh"
HEAD = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="upload"; filename="a.jpg"\r\n'
    "Content-Type: image/jpeg\r\n\r\n"
)


def send(address: str, cookies: str, token: str, data: bytes) -> tuple[int, float]:
    """The status of one upload, and after how many seconds to come again."""
    url = urlsplit(address)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=120)
    headers = {"Cookie": cookies, "X-CSRFToken": token, "Origin": f"http://{url.netloc}"}
    headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
    body = HEAD.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()
    connection.request("POST", url.path, body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, float(answer.getheader("Retry-After") or 0)


def upload(number: int, photo: bytes, asked: list[int], *where: str) -> None:
    """What the library's script does in one browser; every picture has bytes of its own."""
    data, status, tries = photo + str(number).encode(), 0, 0
    while status != http.client.CREATED:
        status, pause = send(*where, data)
        asked.append(status)
        tries += 1
        if status == http.client.SERVICE_UNAVAILABLE:
            pause *= min(tries, 8) * (0.5 + random.random())  # noqa: S311 - to come one by one
            time.sleep(pause)
        elif status != http.client.CREATED:
            raise SystemExit(f"status {status}")


def main(address: str, cookies: str, token: str, photo: str, people: str) -> None:
    """Start all at once and wait for all."""
    data, asked = Path(photo).read_bytes(), []
    rest = (data, asked, address, cookies, token)
    threads = [threading.Thread(target=upload, args=(at, *rest)) for at in range(int(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    created = asked.count(http.client.CREATED)
    print(created, len(asked) - created)  # noqa: T201 - for the program that started this one


if __name__ == "__main__":
    main(*sys.argv[1:])

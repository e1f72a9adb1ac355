"""Requests as no browser sends them: a name and the bytes of each, for a server to survive."""

HOST = b"Host: testserver\r\n"
# Stands in whatever a careless page would show again.
MARK = b"<odd7>"
GET = b"GET %s HTTP/1.1\r\n" + HOST + b"%s\r\n"

METHODS = [b"TRACE", b"CONNECT", b"PROPFIND", b"get", b"Get", b"", b"A" * 10_000, b"PUT"]
METHODS += [b"DELETE"]
METHODS += [b"PATCH", b"OPTIONS", b"HEAD", b"POST", b"G ET", b"GE\0T", b"G\xc3\x89T", b"QUERY"]
METHODS += [b"M-SEARCH", b"DEBUG", b"TRACK", b"\tGET", b"GET\t", b"GET,POST", b"<odd7>", b"PRI"]
PATHS = [
    b"//",
    b"///",
    b"/../",
    b"/../../etc/passwd",
    b"/%2e%2e/",
    b"/%2e%2e%2fetc%2fpasswd",
    b"/.",
]
PATHS += [b"/./", b"/;", b"/;a=b/", b"/\\", b"/..\\..\\", b"/%5c..%5c", b"/" + b"a" * 3000]
PATHS += [
    b"/" + b"a/" * 1500,
    b"/%",
    b"/%z",
    b"/%0",
    b"/%zz",
    b"/%00",
    b"/a%00.html",
    b"/%0d%0aX:1",
]
PATHS += [b"/%0a", b"/%ff", b"/%c0%af", b"/%c0%ae%c0%ae/", b"/%e0%80%af", b"/%ed%a0%80"]
PATHS += [b"/%f8%88"]
PATHS += [b"/%F0%9F%92%A9/", b"/%25", b"/%252e%252e/", b"/%2f%2f", b"/%3f", b"/%23", b"/?"]
PATHS += [b"/??"]
PATHS += [b"/?%", b"/?a=%ff", b"/?a=%00", b"/?%00=1", b"/?" + b"a=b&" * 500, b"/?" + b"&" * 2000]
PATHS += [b"/?a[]=1", b"/?q=%22%3E%3Codd7%3E", b"/tim-kiem/?q=%3Codd7%3E", b"/%3Codd7%3E/"]
PATHS += [b"/tin-tuc/%3Codd7%3E-1/", b"/tin-tuc/a-" + b"9" * 400 + b"/", b"/tin-tuc/a--1/"]
PATHS += [b"/tin-tuc/trang/0/", b"/tin-tuc/trang/" + b"9" * 30 + b"/", b"/tin-tuc/luu-tru/0000/"]
PATHS += [b"/the/%E1%BB/", b"/the/..%2f/", b"/api/v1/articles/?after=%ff", b"/rss/../", b"/.env"]
PATHS += [b"/.git/config", b"/wp-login.php", b"/quan-tri/..;/", b"/static/../config/settings.py"]
PATHS += [
    b"/static/%2e%2e/manage.py",
    b"/static//",
    b"/media/",
    b"/media/..%2f..%2f",
    b"/tai-lieu/1/",
]
PATHS += [b"", b"a", b"*", b"?", b"#", b"/#a", b"/a b", b"/\xc4\x91", b"/\xff", b"/\x01"]
PATHS += [b"/\x7f"]
PATHS += [b"http://testserver/", b"http://evil.example/", b"https://testserver/"]
PATHS += [b"testserver:80"]
PATHS += [
    b"http:///",
    b"http://",
    b"//evil.example/",
    b"/%2f%2fevil.example/",
    b"ftp://testserver/",
]
PATHS += [b"http://testserver@evil.example/", b"/\\evil.example", b"/tin-tuc"]
PATHS += [b"/%09/evil.example"]
VERSIONS = [
    b"",
    b"HTTP/0.9",
    b"HTTP/1.0",
    b"HTTP/1.2",
    b"HTTP/2.0",
    b"HTTP/3",
    b"HTTP/9.9",
    b"http/1.1",
]
VERSIONS += [
    b"HTTP/1.1 x",
    b"HTTP/1.",
    b"HTTP/11",
    b"HTTP/-1.1",
    b"HTTP/1.1\t",
    b"ICY/1.0",
    b"<odd7>",
]
HOSTS = [
    b"",
    b"Host:\r\n",
    b"Host: \r\n",
    b"Host: evil.example\r\n",
    HOST + b"Host: evil.example\r\n",
]
HOSTS += [
    b"Host: evil.example\r\n" + HOST,
    HOST * 2,
    b"Host: testserver:99999\r\n",
    b"Host: [::1\r\n",
]
HOSTS += [b"Host: testserver:a\r\n", b"Host: testserver/\r\n", b"Host: testserver#\r\n"]
HOSTS += [b"Host: test server\r\n", b"Host: testserver, evil.example\r\n", b"Host: \xff\r\n"]
HOSTS += [
    b"Host: TESTSERVER\r\n",
    b"Host: testserver.\r\n",
    b"Host: .testserver\r\n",
    b"Host : x\r\n",
]
HOSTS += [b"Host: <odd7>\r\n", b"Host: " + b"a" * 5000 + b"\r\n", b"Host: a@testserver\r\n"]
HOSTS += [
    b"Host: testserver:80\r\n",
    b"Host: 0\r\n",
    b"Host: 127.1\r\n",
    b"Host\r\n",
    b" Host: x\r\n",
]
VALUES = {
    b"Range": [
        b"bytes=0-0",
        b"bytes=-1",
        b"bytes=9-1",
        b"bytes=0-,0-,0-",
        b"bytes=" + b"0-1," * 900,
        b"bytes=a-b",
        b"lines=1",
        b"",
        b"bytes=0-" + b"9" * 400,
        b"bytes=--1",
        b"bytes",
    ],
    b"If-None-Match": [
        b"*",
        b'"',
        b'W/"a"',
        b'"a",' * 900,
        b"a" * 4000,
        b"\xff",
        b'"<odd7>"',
        b",",
    ],
    b"If-Modified-Since": [
        b"x",
        b"0",
        b"Thu, 01 Jan 1970 00:00:00 GMT",
        b"9" * 300,
        b"\xff",
        b"Thu, 99 Foo 9999 99:99:99 GMT",
        b"Thu, 01 Jan 99999 00:00:00 GMT",
        b"-1",
    ],
    b"Accept-Encoding": [
        b"",
        b"*",
        b"br;q=0, gzip;q=0",
        b"gzip;q=x",
        b"gzip," * 900,
        b"\xff",
        b"x",
        b"gzip;q=99999999",
        b"br;q=-1",
        b"identity;q=0",
        b"*;q=0",
        b";;;",
        b"gzip;q=0.0001",
    ],
    b"Accept": [b"\xff", b"*/*;q=x", b"text/html," * 900, b"", b"<odd7>"],
    b"Accept-Language": [b"\xff", b"vi" * 2000, b"*;q=1.1.1", b"en-<odd7>"],
    b"Cookie": [
        b"phien=",
        b"phien=\xff",
        b"phien=" + b"a" * 4000,
        b"csrf=%00;;=;a=b",
        b"=",
        b";" * 900,
        b"a=b; " * 900,
        b"phien=<odd7>",
        b'phien="a\\000"',
        b"__Host-phien=x",
        b"$Version=1",
    ],
    b"X-Forwarded-For": [
        b"",
        b"x",
        b"127.0.0.1",
        b"1.1.1.1, " * 400,
        b"[::1]:80",
        b"<odd7>",
        b"\xff",
    ],
    b"X-Forwarded-Host": [b"evil.example", b"<odd7>", b"\xff"],
    b"X-Forwarded-Proto": [b"https", b"x", b"https,http", b"", b"\xff"],
    b"X-Forwarded-Port": [b"x", b"99999"],
    b"X-Original-URL": [b"/quan-tri/"],
    b"X-Rewrite-URL": [b"/quan-tri/"],
    b"X-HTTP-Method-Override": [b"DELETE"],
    b"Forwarded": [b"for=1.1.1.1;host=evil.example;proto=https", b"\xff"],
    b"Proxy": [b"http://evil.example"],
    b"Referer": [b"javascript:<odd7>", b"\xff", b"a" * 4000, b"http://[", b"http://evil.example/"],
    b"User-Agent": [b"", b"\xff", b"<odd7>", b"a" * 4000, b"() { :;}; echo"],
    b"Authorization": [b"Basic", b"Basic \xff", b"Basic eDp5", b"Bearer " + b"a" * 3000, b"x"],
    b"Expect": [b"100-continue", b"x", b"", b"200-ok"],
    b"Upgrade": [b"h2c", b"websocket", b"TLS/1.0", b"x"],
    b"Connection": [b"close", b"Upgrade", b"keep-alive, close", b"x", b"Host", b"", b"\xff"],
    b"TE": [b"trailers", b"x", b"gzip;q=x"],
    b"Content-Type": [b"\xff", b"a/b; charset=utf-7", b"multipart/form-data", b"a" * 3000, b"/"],
    b"Origin": [b"null", b"http://evil.example", b"\xff"],
    b"Sec-Fetch-Site": [b"cross-site", b"\xff"],
    b"X-Request-Id": [b"<odd7>", b"a" * 3000, b"\xff", b"a b"],
    b"X-Accel-Redirect": [b"/tep-rieng/a"],
    b"Transfer-Encoding": [
        b"identity",
        b"gzip",
        b"chunked, gzip",
        b"gzip, chunked",
        b"xchunked",
        b"chunked\x0b",
        b"\x00chunked",
        b"chunked, chunked",
        b"",
        b'"chunked"',
    ],
    b"Content-Length": [
        b"-1",
        b"+1",
        b"1e3",
        b"0x1",
        b"1,1",
        b"1 1",
        b"",
        b"9" * 40,
        b"99999999999",
        b"\xb2",
        b"1.0",
        b" 0",
        b"00",
        b"0",
    ],
}
LINES = [
    b"X: a\r\n b\r\n",
    b"X : a\r\n",
    b"X\r\n",
    b": a\r\n",
    b"X: a\0b\r\n",
    b"X: \xff\r\n",
    b"X_Y: 1\r\n",
]
LINES += [
    b"X: a\rY: b\r\n",
    b"X: a\nY: b\r\n",
    b"X(: a\r\n",
    b"\xc4\x90: a\r\n",
    b"X: " + b"a" * 65_000 + b"\r\n",
]
LINES += [
    b"X: 1\r\n" * 99,
    b"X: 1\r\n" * 101,
    b"X: 1\r\n" * 3000,
    b"X" * 9000 + b": a\r\n",
    b"X: <odd7>\r\n",
]
LINES += [
    b" X: first\r\n",
    b"\tX: a\r\n",
    b"X:\x0ba\r\n",
    b"X: a\x7f\r\n",
    b"HTTP_HOST: x\r\n",
    b"Host_: x\r\n",
]
HIDDEN = b"GET /quan-tri/giau/ HTTP/1.1\r\n" + HOST + b"\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
BODIES = [
    (b"Content-Length: 0\r\n" + CHUNKED, b"0\r\n\r\n"),
    (CHUNKED + b"Content-Length: 6\r\n", b"0\r\n\r\n" + HIDDEN),
    (b"Content-Length: 3\r\nContent-Length: 5\r\n", b"abcde"),
    (b"Content-Length: 5\r\nContent-Length: 5\r\n", b"abcde"),
    (b"Content-Length: %d\r\n" % len(HIDDEN) + b"Transfer-Encoding : chunked\r\n", HIDDEN),
    (b"Content-Length: 4\r\nTransfer-Encoding:\x0bchunked\r\n", b"5c\r\n" + HIDDEN + b"0\r\n\r\n"),
    (b"Content-Length: 4\r\nTransfer-Encoding: x\r\n", b"5c\r\n" + HIDDEN + b"0\r\n\r\n"),
    (b"Content-Length: 4\r\nX: a\nTransfer-Encoding: chunked\r\n", b"5c\r\n" + HIDDEN),
    (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", b"0\r\n\r\n" + HIDDEN),
    (b"Content-Length: 1000\r\n", b"a"),
    (b"Content-Length: 2\r\n", b"abcdef"),
    *(
        (CHUNKED, size + b"\r\nabc\r\n0\r\n\r\n")
        for size in (b"3", b"-3", b"+3", b"0x3", b"3;a=b", b"g")
    ),
    *(
        (CHUNKED, size + b"\r\nabc\r\n0\r\n\r\n")
        for size in (b"", b"f" * 30, b"3 ", b"3\n", b"1_0", b";")
    ),
    (CHUNKED, b"3\nabc\n0\n\n"),
    (CHUNKED, b"3\r\nabcXX0\r\n\r\n"),
    (CHUNKED, b"3\r\nabc\r\n"),
    (CHUNKED, b"0\r\nHost: evil.example\r\n\r\n"),
    (CHUNKED, b"0\r\n" + b"X: a\r\n" * 500 + b"\r\n"),
    (CHUNKED, b"3;" + b"a" * 9000 + b"\r\nabc\r\n0\r\n\r\n"),
]
WHOLE = [
    b"",
    b"\r\n",
    b"\r\n\r\n",
    b"\n",
    b"\0" * 100,
    b"\xff" * 100,
    b"GET",
    b"GET /",
    b"GET /\r\n",
]
WHOLE += [
    b"GET / HTTP/1.1",
    b"GET / HTTP/1.1\r\n",
    b"GET / HTTP/1.1\r\nHost: testser",
    b"<odd7>\r\n\r\n",
]
WHOLE += [
    b"GET /\r\n\r\n",
    b"GET / HTTP/1.1\n" + b"Host: testserver\n\n",
    b"\r\n" * 50 + GET % (b"/", b""),
]
WHOLE += [
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 30,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
]
WHOLE += [
    b"SSH-2.0-OpenSSH_9.2\r\n",
    b"EHLO x\r\n",
    b"PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n" + GET % (b"/", b""),
]
WHOLE += [b"\r\n\r\n\0\r\nQUIT\n", b"a" * 100_000, (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 4000)]
WHOLE += [GET % (b"/", b"") * 3, GET % (b"/", b"") + HIDDEN, GET % (b"/", b"") + b"\xff" * 10]


def _named(kind: str, requests) -> dict[str, bytes]:
    return {f"{kind} {number}": data for number, data in requests}


def cases() -> dict[str, bytes]:
    """All of them by name."""
    methods = [method + b" / HTTP/1.1\r\n" + HOST + b"\r\n" for method in METHODS]
    versions = [b"GET / " + version + b"\r\n" + HOST + b"\r\n" for version in VERSIONS]
    hosts = [b"GET / HTTP/1.1\r\n" + host + b"\r\n" for host in HOSTS]
    post = b"POST /dem-luot/ HTTP/1.1\r\n" + HOST
    found = {
        "method": methods,
        "path": [GET % (path, b"") for path in PATHS],
        "version": versions,
        "host": hosts,
        "line": [GET % (b"/", line) for line in LINES],
        "body": [post + given + b"\r\n" + body for given, body in BODIES],
        "whole": WHOLE,
    }
    for name, values in VALUES.items():
        lines = [b"%s: %s\r\n" % (name, value) for value in values]
        found[name.decode()] = [GET % (b"/", line) for line in lines]
    table: dict[str, bytes] = {}
    for kind, requests in found.items():
        table |= _named(kind, enumerate(requests))
    return table

"""Addresses that must not be reached, in every way they can be written. `{port}` is a listener's that nobody may reach."""

#: Expected answers, by what is wrong.
REFUSED, INVALID, UNKNOWN = "address_refused", "invalid_fields", "address_unreachable"

#: 127.0.0.1 and its like, as IPv4 can be written.
LOOPBACK = [
    "127.0.0.1", "127.0.0.2", "127.127.127.127", "127.255.255.254", "127.1", "127.0.1", "127.0.257", "127.65535", "2130706433",
    "2130706434", "0x7f000001", "0X7F000001", "0x7F000001", "0x7f.0.0.1", "0x7f.1", "0x7f.0x0.0x0.0x1", "0x7f.0x1", "0x0000007f.0.0.1",
    "017700000001", "0177.0.0.1", "0177.0.0.01", "0177.1", "00000177.0.0.1", "127.0.0.01", "127.00.00.01", "127.0x0.0.1", "0177.0x0.1",
    "0", "0.0.0.0", "0x0", "00", "0.0", "0.1", "0.0.0.1", "localhost", "LOCALHOST", "LocalHost",
]

#: Other networks, this machine's or nobody's.
NETWORKS = [
    "10.0.0.1", "10.255.255.255", "167772161", "0xa000001", "012.0.0.1", "10.1", "100.64.0.1", "100.127.255.254", "100.100.100.200",
    "169.254.0.1", "169.254.169.254", "169.254.170.2", "2852039166", "0xa9fea9fe", "0xA9.0xFE.0xA9.0xFE", "0251.0376.0251.0376",
    "169.16689662", "169.254.43518", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1",
    "192.168.0.1", "192.168.1.254", "0xc0a80001", "3232235521", "192.168.257", "198.18.0.1", "198.19.255.255", "198.51.100.7",
    "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "4294967295", "0xffffffff",
]

#: The same and more as IPv6.
SIXES = [
    "[::1]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::0001]", "[::]", "[0::0]", "[::ffff:127.0.0.1]",
    "[::FFFF:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[::ffff:a9fe:a9fe]",
    "[::ffff:169.254.169.254]", "[::ffff:0.0.0.0]", "[::127.0.0.1]", "[::7f00:1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::127.0.0.1]", "[64:ff9b:1::808:808]",
    "[64:ff9b:0:0:1::7f00:1]", "[2002:7f00:1::]", "[2002:7f00:1::1]", "[2002:a9fe:a9fe::]", "[2001:0:7f00:1::]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[2001:2::1]", "[2001:10::1]", "[2001:db8::1]", "[3fff::1]", "[100::1]", "[fe80::1]",
    "[febf::1]", "[fec0::1]", "[fc00::1]", "[fd00::1]", "[fd00:ec2::254]", "[ff01::1]", "[ff02::1]", "[ff05::1:3]", "[5f00::1]",
]

#: Names, and what the test's resolver makes of them.
NAMES = {
    "loopback.test": "127.0.0.1", "this-network.test": "0.0.0.0", "metadata.test": "169.254.169.254", "private.test": "10.1.2.3",
    "shared.test": "100.64.1.1", "home.test": "192.168.1.1", "multicast.test": "224.0.0.251", "broadcast.test": "255.255.255.255",
    "loopback-six.test": "::1", "any-six.test": "::", "mapped.test": "::ffff:127.0.0.1", "compatible.test": "::127.0.0.1",
    "nat64.test": "64:ff9b::7f00:1", "local-nat64.test": "64:ff9b:1::7f00:1", "six-to-four.test": "2002:7f00:1::1",
    "teredo.test": "2001:0:7f00:1::1", "unique-local.test": "fd00::1", "link-local.test": "fe80::1%lo", "site-local.test": "fec0::1",
    "documentation.test": "2001:db8::1", "several.test": "127.0.0.1,10.0.0.1,::1", "families.test": "::1,192.168.0.1",
    "xn--bcher-kva.test": "127.0.0.1", "under_score.test": "127.0.0.1",
}

#: Whole addresses that no part of the server may take for a good one.
MALFORMED = [
    "http://public.test@127.0.0.1:{port}/", "http://127.0.0.1:{port}@public.test/", "http://user:secret@127.0.0.1:{port}/",
    "http://:secret@127.0.0.1:{port}/", "http://@127.0.0.1:{port}/", "http://public.test:80@127.0.0.1:{port}/",
    "http://public.test%40127.0.0.1:{port}/", "http://public.test\\@127.0.0.1:{port}/", "http://127.0.0.1:{port}\\@public.test/",
    "http:\\\\127.0.0.1:{port}/", "http:/\\127.0.0.1:{port}/", "http://public.test:80:{port}/", "http:/127.0.0.1:{port}/",
    "http:///127.0.0.1:{port}/", "http:127.0.0.1:{port}/", "//127.0.0.1:{port}/", "127.0.0.1:{port}/", "/etc/passwd",
    "http://127.0.0.1 :{port}/", "http://127.0.0.1\t:{port}/", "http://127.0.0.1\n:{port}/", "http://127.0.0.1:{port}/\r\nX: y",
    "http://public.test /@127.0.0.1:{port}/", "http://127.0.0.1%00:{port}/", "http://127.0.0.1%00.public.test:{port}/",
    "http://127%2e0%2e0%2e1:{port}/", "http://%31%32%37.0.0.1:{port}/", "http://loc%61lhost:{port}/", "http://%5b::1%5d:{port}/",
    "http://\uff11\uff12\uff17.0.0.1:{port}/", "http://127\u30020\u30020\u30021:{port}/", "http://127\uff0e0\uff0e0\uff0e1:{port}/",
    "http://\u2460\u2461\u2466.0.0.1:{port}/", "http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3:{port}/",
    "http://127.0.0.1\u200b:{port}/", "http://\u0661\u0662\u0667.0.0.1:{port}/", "http://127.0.0.1\u00ad:{port}/",
    "http://[::1:{port}/", "http://::1:{port}/", "http://[::1]x:{port}/", "http://[::1%25lo]:{port}/", "http://[fe80::1%lo]:{port}/",
    "http://[fe80::1%251]:{port}/", "http://[127.0.0.1]:{port}/", "http://[v1.127]:{port}/", "http://[::\uff11]:{port}/",
    "http://127.0.0.1:0/", "http://127.0.0.1:65536/", "http://127.0.0.1:{port}a/", "http://127.0.0.1:+{port}/", "http://127.0.0.1:-1/",
    "file:///etc/passwd", "file://127.0.0.1:{port}/etc/passwd", "ftp://127.0.0.1:{port}/", "ftps://127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/_GET", "dict://127.0.0.1:{port}/info", "ldap://127.0.0.1:{port}/", "ldaps://127.0.0.1:{port}/",
    "tftp://127.0.0.1:{port}/x", "telnet://127.0.0.1:{port}/", "smb://127.0.0.1:{port}/x", "sftp://127.0.0.1:{port}/x",
    "scp://127.0.0.1:{port}/x", "imap://127.0.0.1:{port}/", "smtp://127.0.0.1:{port}/", "rtsp://127.0.0.1:{port}/",
    "mqtt://127.0.0.1:{port}/", "ws://127.0.0.1:{port}/", "jar:http://127.0.0.1:{port}/!/x", "data:text/plain,x",
    "javascript:alert(1)", "unix:///run/docker.sock", "http+unix://%2Frun%2Fdocker.sock/", "url:http://127.0.0.1:{port}/", "", "http://",
    "https://", "http://.:{port}/x y",
]

#: Names that nobody knows, and numbers that are no address: no connection, and no word of what they might have been.
UNKNOWNS = [
    "127.0.0.1.", "127.0.0.1..", "0x7f000001.", "localhost.localdomain", "127.0.0.1.nip.io", "256.256.256.256", "127.0.0.256", "127.0.0.0.1",
    "4294967297", "0x17f000001", "1.2.3.4.5", "08.0.0.1", "0x7g.0.0.1", "127..1", "unknown.test",
]


def direct():
    """Every vector as an address with what the answer has to be."""
    hosts = [(host, REFUSED) for host in [*LOOPBACK, *NETWORKS, *SIXES, *NAMES]] + [(host, UNKNOWN) for host in UNKNOWNS]
    whole = [(f"http://{host}:{{port}}/file", code) for host, code in hosts]
    whole += [(f"{scheme}://{host}/", REFUSED) for scheme in ("http", "https", "HTTP") for host in ("127.0.0.1", "loopback.test", "[::1]")]
    whole += [
        ("http://127.0.0.1:{port}#@public.test/", REFUSED), ("http://127.0.0.1:{port}?@public.test/", REFUSED),
        ("http://127.0.0.1:{port}/@public.test", REFUSED), ("http://loopback.test:{port}/http://public.test/", REFUSED),
    ]
    return whole + [(address, INVALID) for address in MALFORMED]

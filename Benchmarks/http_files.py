"""A 20 KB file and small JSON against nginx: ratios of requests per second, in turns on the same machine."""

from support.load import wrk
from support.machine import measure, raise_descriptor_limit, rounds
from support.nginx import Nginx
from support.pictures import jpeg_of_size
from support.product import data_folder, pids, scratch_folder, vitrine
from support.report import Report

ROUNDS = 5


def compare(report, what, server, nginx, ours, theirs, connections, aim):
    measured = {"ours": [], "baseline": []}
    for _ in range(rounds(ROUNDS)):
        measured["baseline"].append(measure(lambda: wrk(nginx.url + theirs, connections), nginx.pids))
        measured["ours"].append(measure(lambda: wrk(server.url + ours, connections), lambda: pids(server)))
    tails = {side: sorted(round.value.p99_milliseconds for round in list_)[len(list_) // 2] for side, list_ in measured.items()}
    costs = {side: per_request(list_) for side, list_ in measured.items()}
    for round in measured["ours"] + measured["baseline"]:
        round.value = round.value.requests_per_second
    report.ratio(what, measured["ours"], measured["baseline"], "requests/s", aim, notes=[
        f"p99 {tails['ours']:.1f} and {tails['baseline']:.1f} ms",
        f"processor {costs['ours']:.0f} and {costs['baseline']:.0f} µs a request",
    ])


def per_request(measured):
    """The median cost of a request on the server's side, in microseconds; wrk's runs are a few percent longer than asked."""
    return sorted(round.server_seconds / round.value.requests for round in measured)[len(measured) // 2] * 1e6


def main():
    raise_descriptor_limit()
    report = Report("http_files")
    with scratch_folder() as scratch, Nginx(data_folder(scratch, "nginx")) as nginx:
        picture = jpeg_of_size(20_480)
        (nginx.www / "file.jpg").write_bytes(picture)
        with vitrine(data_folder(scratch, "vitrine")) as server:
            api = server.create_organization("bench").api()
            asset = api.upload(picture, "file.jpg")
            path = "/files/" + asset["publicUrl"].split("/files/", 1)[1]
            assert api.get(path).content == picture
            compare(report, "20 KB file, 64 connections", server, nginx, path, "/file.jpg", 64, aim=0.95)
            compare(report, "JSON, 1,000 connections", server, nginx, "/healthz", "/json", 1000, aim=0.95)
    report.write()


if __name__ == "__main__":
    main()

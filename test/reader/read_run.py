#!/usr/bin/env python3
"""Reads a run directory of Spillway: `read_run.py DIR` prints what it holds as one JSON document.

Written from docs/format.md, with the standard library alone. Every CRC, count, chain and hash is checked;
what does not fit ends the program with exit code 1 and the file and record in words.
"""
import hashlib
import json
import os
import re
import struct
import sys
import zlib

FORMATS = {
    "spillway.run/1", "spillway.calibration/1", "spillway.summary/1", "spillway.manifest/1",
    "spillway.raw/1", "spillway.primitives/2", "spillway.truth/1",
}
HEADER, BEGIN, END, TRUTH, FRAGMENT, FAULT, FOOTER = 1, 2, 4, 5, 6, 7, 255
PRIMITIVES = struct.Struct("<II" "II" "I" "HHHHI")
KINDS = ["particle", "random", "pulser", "led", "pedestal"]


class Damaged(Exception):
    """Names a file and a record."""


def need(fits, where, what):
    if not fits:
        raise Damaged(f"{where}: {what}")


def schema_of(where, name):
    need(name in FORMATS, where, f"schema {name} is not known here")


# Protocol Buffers: by message, field number -> (name, kind). Lists end in '*'; of an optional one, in '?', absent is None.

MESSAGES = {
    "SegmentHeader": {1: ("schema", "string"), 2: ("card_hash", "string"), 3: ("seed", "string"),
                      4: ("run", "uint"), 5: ("spill", "uint"), 6: ("fidelity", "string"),
                      7: ("sources", "Source*"), 8: ("mode", "string"),
                      9: ("menu_hash", "string"), 10: ("burst", "Burst")},
    "Burst": {1: ("scalers", "Scalers"), 2: ("coincidences", "uint*"),
              3: ("busy_coincidences", "uint*"), 4: ("no_term", "uint"), 5: ("prescaled", "uint"),
              6: ("ecal", "uint*")},
    "Source": {1: ("name", "string"), 2: ("channels", "uint")},
    "BeginOfBurst": {1: ("run", "uint"), 2: ("spill", "uint"), 3: ("staged", "uint")},
    "EventHeader": {1: ("run", "uint"), 2: ("spill", "uint"), 3: ("event", "uint"),
                    4: ("type", "uint"), 5: ("tick", "uint"), 6: ("presented", "uint"),
                    7: ("triggers", "uint")},
    "Energies": {1: ("channel", "uint*"), 2: ("energy_kev", "sint*"), 3: ("time_ps", "sint*")},
    "Waveforms": {1: ("channel", "uint*"), 2: ("samples", "bytes"), 3: ("phase_ps", "uint")},
    "Hits": {1: ("strip", "uint*"), 2: ("amplitude", "uint*"), 3: ("time_ticks", "sint*"),
             4: ("tube", "uint*"), 5: ("tdc", "uint*"), 6: ("sample", "uint*")},
    "Body": {1: ("energies", "Energies"), 2: ("waveforms", "Waveforms"), 3: ("hits", "Hits")},
    "Fragment": {1: ("source", "uint"), 2: ("spill", "uint"), 3: ("event", "uint"),
                 4: ("tick", "uint"), 5: ("body", "bytes")},
    "Scalers": {1: ("singles", "uint*"), 2: ("veto", "uint"), 3: ("coincidences", "uint"),
                4: ("coincidence_pairs", "uint"), 5: ("ecal_term", "uint"),
                6: ("presented", "uint*"), 7: ("accepted", "uint*"), 8: ("busy_ticks", "uint"),
                9: ("clock_ticks", "uint"), 10: ("busy_coincidences", "uint"),
                11: ("met", "uint*"), 12: ("fired", "uint*"), 13: ("kept", "uint*")},
    "EndOfBurst": {1: ("run", "uint"), 2: ("spill", "uint"), 3: ("events", "uint"),
                   4: ("scalers", "Scalers"), 5: ("coincidences", "uint*"),
                   6: ("busy_coincidences", "uint*"), 7: ("set_aside", "uint")},
    "TruthParticle": {1: ("id", "string"), 2: ("kind", "string"), 3: ("time_ticks", "sint"),
                      4: ("momentum_gev", "double"), 5: ("ecal_gev", "double")},
    "Truth": {1: ("event", "uint"), 2: ("id", "string"), 3: ("particles", "TruthParticle*"),
              4: ("type", "uint")},
    "HistogramBins": {1: ("name", "string"), 2: ("bin", "uint*"), 3: ("count", "uint*")},
    "Building": {i + 1: (name, "uint") for i, name in enumerate(
        "fragments used duplicates late misplaced damaged strays complete incomplete missing".split())},
    "Counts": {1: ("spills", "uint"), 2: ("scalers", "Scalers"), 3: ("events", "uint"),
               4: ("physics", "uint"), 5: ("sealed", "uint"), 6: ("cutflow", "uint*"),
               7: ("regions", "uint*"), 8: ("histograms", "HistogramBins*"), 9: ("box", "uint"),
               10: ("cuts", "string*"), 11: ("region_names", "string*"),
               12: ("building", "Building"), 13: ("set_aside", "uint"), 14: ("bad_spills", "uint")},
    "Fault": {1: ("name", "string"), 2: ("kind", "string"), 3: ("spill", "uint"),
              4: ("event", "uint"), 5: ("source", "string"), 6: ("channel", "uint?"),
              7: ("from_tick", "uint"), 8: ("to_tick", "uint")},
}
EMPTY = {"uint": 0, "sint": 0, "double": 0.0, "string": "", "bytes": b""}


def varint(data, at, where):
    value = shift = 0
    while True:
        need(at < len(data) and shift < 70, where, "a number without end")
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def zigzag(u):
    return u // 2 if u % 2 == 0 else -(u + 1) // 2


def decode(name, data, where):
    fields = MESSAGES[name]
    found = {}
    for field, kind in fields.values():
        found[field] = [] if kind.endswith("*") else EMPTY.get(kind)
    at = 0
    while at < len(data):
        tag, at = varint(data, at, where)
        wire = tag & 7
        if wire == 0:
            value, at = varint(data, at, where)
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
            value, at = data[at:at + size], at + size
        else:
            need(wire == 2, where, f"wire type {wire}")
            size, at = varint(data, at, where)
            value, at = data[at:at + size], at + size
        need(at <= len(data), where, f"{name} is cut off")
        if tag >> 3 not in fields:
            continue
        field, kind = fields[tag >> 3]
        if kind in ("uint*", "sint*"):
            values, inner = [], 0
            while inner < len(value):
                one, inner = varint(value, inner, where)
                values.append(one)
            found[field] += [zigzag(v) for v in values] if kind == "sint*" else values
        elif kind == "sint":
            found[field] = zigzag(value)
        elif kind == "double":
            found[field] = struct.unpack("<d", value)[0]
        elif kind == "string":
            found[field] = value.decode()
        elif kind == "string*":
            found[field].append(value.decode())
        elif kind.endswith("*"):
            found[field].append(decode(kind[:-1], value, where))
        elif kind in EMPTY or kind == "uint?":
            found[field] = value
        else:
            found[field] = decode(kind, value, where)
    return found


# Segments.

def framed(data, at, where):
    need(at + 5 <= len(data), where, "cut off: no footer")
    size, kind = struct.unpack_from("<IB", data, at)
    end = at + 5 + size
    need(size <= 1 << 26 and end + 4 <= len(data), where, f"{size} bytes announced: cut off")
    (crc,) = struct.unpack_from("<I", data, end)
    need(crc == zlib.crc32(data[at:end]), where, "CRC-32")
    return kind, data[at + 5:end], crc, end + 4


def is_footer(data, at):
    if at + 17 > len(data) or struct.unpack_from("<IB", data, at) != (8, FOOTER):
        return False
    return struct.unpack_from("<I", data, at + 13)[0] == zlib.crc32(data[at:at + 13])


def segment(data, file, schema, run, spill):
    """Header and data records [(type, body)] of the one segment in data; fixed records have type 0."""
    kind, body, crc, at = framed(data, 0, f"{file} record 0")
    need(kind == HEADER, f"{file} record 0", "no header")
    header = decode("SegmentHeader", body, f"{file} record 0")
    schema_of(file, header["schema"])
    need(header["schema"] == schema, file, f"schema {header['schema']}")
    for key, value in (("card_hash", run["cardHash"]), ("seed", run["seed"]), ("run", run["run"]),
                       ("spill", spill), ("fidelity", run["fidelity"]), ("mode", run["mode"])):
        need(header[key] == value, f"{file} record 0", f"{key} is {header[key]}, not {value}")
    chain = zlib.crc32(struct.pack("<I", crc))
    records = []
    while True:
        where = f"{file} record {len(records) + 1}"
        if schema.startswith("spillway.primitives/") and not is_footer(data, at):
            body = data[at:at + PRIMITIVES.size]
            need(len(body) == PRIMITIVES.size, where, "cut off")
            (crc,) = struct.unpack_from("<I", body, PRIMITIVES.size - 4)
            need(crc == zlib.crc32(body[:-4]), where, "CRC-32")
            kind, at = 0, at + PRIMITIVES.size
        else:
            kind, body, crc, at = framed(data, at, where)
        if kind == FOOTER:
            need(struct.unpack("<II", body) == (len(records), chain), where, "footer")
            need(at == len(data), where, "bytes behind the footer")
            return header, records
        chain = zlib.crc32(struct.pack("<I", crc), chain)
        records.append((kind, body))


def unpack_samples(data, n, where):
    need(len(data) == (3 * n + 1) // 2, where, f"{len(data)} bytes for {n} samples")
    out = []
    for i in range(n):
        at = 3 * (i // 2)
        if i % 2 == 0:
            out.append(data[at] | (data[at + 1] & 15) << 8)
        else:
            out.append(data[at + 1] >> 4 | data[at + 2] << 4)
    return out


def read_raw(data, file, run, spill, samples, alarms):
    header, records = segment(data, file, "spillway.raw/1", run, spill)
    sources = [s["name"] for s in header["sources"]]
    need(sources[:1] == ["trigger"], file, "source 0 is not the trigger")
    need(records and records[0][0] == BEGIN and records[-1][0] == END, file, "burst records")
    begin = decode("BeginOfBurst", records[0][1], file)
    end = decode("EndOfBurst", records[-1][1], file)
    need(begin["spill"] == spill and end["spill"] == spill, file, "burst records of another spill")
    events, came = {}, {"fragments": 0, "damaged": 0, "strays": 0, "again": 0}
    for number, (kind, body) in enumerate(records[1:-1], 2):
        where = f"{file} record {number}"
        need(kind == FRAGMENT, where, f"type {kind} within the burst")
        came["fragments"] += 1
        if len(body) < 4 or struct.unpack("<I", body[-4:])[0] != zlib.crc32(body[:-4]):
            came["damaged"] += 1
            continue
        fragment = decode("Fragment", body[:-4], where)
        if (fragment["spill"] != spill or not 1 <= fragment["event"] <= end["events"]
                or fragment["source"] >= len(sources)):
            came["strays"] += 1
            continue
        of = events.setdefault(fragment["event"], {})
        if sources[fragment["source"]] in of:
            came["again"] += 1
        of.setdefault(sources[fragment["source"]], fragment)
    lost = [number for number in range(1, end["events"] + 1)
            if len(events.get(number, {})) < len(sources)]
    # Of time stamps that are off, which it takes a whole event builder to follow, there is nothing here.
    told = [span for alarm in alarms if alarm["monitor"] == "fragments" for span in alarm.get("events", [])]
    for number in lost:
        events.pop(number, None)
        need(any(a <= number <= b for a, b in told), f"{file} event {number}", "incomplete, and no alarm")
    types, ticks, numbers = {}, 0, 0
    ends = {name: {"pulses": 0, "kev": 0, "ps": 0, "samples": 0, "digest": hashlib.sha256()}
            for name in sources if name not in ("trigger", "tracker")}
    hits = {"strips": 0, "amplitude": 0, "ticks": 0, "tubes": 0, "tdc": 0, "samples": 0}
    for number in sorted(events):
        of, where = events[number], f"{file} event {number}"
        need(len({f["tick"] for f in of.values()}) == 1, where, "time stamps")
        head = decode("EventHeader", of["trigger"]["body"], where)
        fits = head["event"] >= number if begin["staged"] else head["event"] == number
        need(fits and head["tick"] == of["trigger"]["tick"], where, "its header")
        numbers += head["event"]
        types[head["type"]] = types.get(head["type"], 0) + 1
        ticks += head["tick"]
        for name, sums in ends.items():
            body = decode("Body", of[name]["body"], where)
            energies, waveforms = body["energies"], body["waveforms"]
            if energies:
                sums["pulses"] += len(energies["channel"])
                sums["kev"] += sum(energies["energy_kev"])
                sums["ps"] += sum(energies["time_ps"])
            if waveforms:
                n = samples * len(waveforms["channel"])
                row = unpack_samples(waveforms["samples"], n, f"{where} {name}")
                sums["samples"] += n
                sums["digest"].update(struct.pack(f"<{n}H", *row))
        seen = decode("Body", of["tracker"]["body"], where)["hits"]
        if seen:
            hits["strips"] += len(seen["strip"])
            hits["amplitude"] += sum(seen["amplitude"])
            hits["ticks"] += sum(seen["time_ticks"])
            hits["tubes"] += len(seen["tube"])
            hits["tdc"] += sum(seen["tdc"])
            hits["samples"] += sum(seen["sample"])
    for sums in ends.values():
        sums["digest"] = sums["digest"].hexdigest()
    return {"staged": bool(begin["staged"]), "events": end["events"], "setAside": end["set_aside"],
            "lost": lost, "came": came, "types": types, "ticks": ticks, "numbers": numbers,
            "frontEnds": ends, "tracker": hits, "scalers": scalers_of(end["scalers"]),
            "coincidences": sum(end["coincidences"])}


def camel(fields):
    """The same fields with their names in camelCase."""
    named = {}
    for key, value in fields.items():
        first, *rest = key.split("_")
        named[first + "".join(word.title() for word in rest)] = value
    return named


def scalers_of(scalers):
    """Of the columns by trigger the sums."""
    return {**camel(scalers), **{key: sum(scalers[key]) for key in ("met", "fired", "kept")}}


def read_primitives(data, file, run, spill):
    header, records = segment(data, file, "spillway.primitives/2", run, spill)
    need(header["menu_hash"] == run["menuHash"], file, "menu_hash")
    ids, recorded, sums = [], 0, [0, 0]
    for number, (kind, body) in enumerate(records, 1):
        need(kind == 0, f"{file} record {number}", f"type {kind}")
        own, low, time, _, event, slice_, ecal, preshower, _, _ = PRIMITIVES.unpack(body)
        need(own & 0xFFFFFF == spill, f"{file} record {number}", f"spill {own & 0xFFFFFF}")
        kind, index = low >> 24, low & 0xFFFFFF
        middle = "" if kind == 0 else f"{KINDS[kind]}/"
        ids.append([f"{spill}/{slice_}/{middle}{index}", 10**7 * slice_ + (time & 0xFFFFFF)])
        if event & 0xFFFFFF:
            recorded += 1
        sums[0] += ecal
        sums[1] += preshower
    return {"records": len(records), "recorded": recorded, "ids": ids, "sums": sums}


def read_truth(data, file, run, spill):
    _, records = segment(data, file, "spillway.truth/1", run, spill)
    truths = [decode("Truth", body, file) for kind, body in records if kind == TRUTH]
    faults = [decode("Fault", body, file) for kind, body in records if kind == FAULT]
    need(len(truths) + len(faults) == len(records), file, "records of another type")
    particles = [p for t in truths for p in t["particles"]]
    return {"ids": [t["id"] for t in truths], "particles": len(particles),
            "momentum": sum(p["momentum_gev"] for p in particles),
            "faults": [camel(fault) for fault in faults]}


# Lines and documents.

def checked_line(line, where):
    need(len(line) > 18 and line[-18:-10] == b',"crc":"' and line[-2:] == b'"}', where, "no CRC")
    text = line[:-18] + b"}"
    need(line[-10:-2] == b"%08x" % zlib.crc32(text), where, "CRC-32 of the line")
    return json.loads(text)


def lines_of(data, where):
    need(data == b"" or data.endswith(b"\n"), where, "the last line is cut off")
    return data.split(b"\n")[:-1]


def read_manifest(directory):
    lines = lines_of(load(directory, "manifest.json"), "manifest.json")
    need(lines[0] == b'{"schema":"spillway.manifest/1","files":[', "manifest.json line 1", "is another")
    head = b"\n".join(lines[:-1]) + b"\n"
    need(lines[-1] == b'],"sha256":"%s"}' % hashlib.sha256(head).hexdigest().encode(),
         "manifest.json", "SHA-256 of its lines")
    for number, line in enumerate(lines[1:-1], 2):
        entry = checked_line(line.removesuffix(b","), f"manifest.json line {number}")
        data = load(directory, entry["path"])
        need(len(data) == entry["size"], entry["path"], f"{len(data)} bytes, not {entry['size']}")
        blocks = "".join("%08x" % zlib.crc32(data[i:i + 1024]) for i in range(0, len(data), 1024))
        need(entry.get("blocks", blocks) == blocks, entry["path"], "CRC-32 of a block")
        need(hashlib.sha256(data).hexdigest() == entry["sha256"], entry["path"], "SHA-256")
    return len(lines) - 2


def load(directory, file):
    try:
        with open(os.path.join(directory, *file.split("/")), "rb") as handle:
            return handle.read()
    except OSError as error:
        raise Damaged(f"{file}: {error.strerror}")


def canonical(value):
    """Of texts, whole numbers and lists."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def read_run(directory):
    run = json.loads(load(directory, "run.json"))
    schema_of("run.json", run["schema"])
    files = read_manifest(directory)
    calibration = None
    # Of YAML no more than this is needed: every value of card.yaml stands on a line of its own.
    card = load(directory, "card.yaml").decode()
    samples = int(re.search(r"^  sampling:\n(?:    .*\n)*?    samples: (\d+)", card, re.M)[1])
    if run["fidelity"] == "waveform":
        calibration = json.loads(load(directory, "calibration.json"))
        schema_of("calibration.json", calibration["schema"])
        need(calibration["cardHash"] == run["cardHash"], "calibration.json", "cardHash")
    spills = []
    hashes, kept = [], []
    for number, line in enumerate(lines_of(load(directory, "spills.jsonl"), "spills.jsonl"), 1):
        where = f"spills.jsonl line {number}"
        entry = checked_line(line, where)
        need(entry["spill"] == number, where, "out of order")
        ledger = entry["ledger"]
        need(sum(ledger["outcomes"].values()) == sum(ledger["particles"].values()), where, "the ledger")
        read = {"spill": number, "alarms": entry.get("alarms", [])}
        hashes.append(entry["spillHash"])
        for file, (start, end) in entry["files"].items():
            data = load(directory, file)[start:end]
            need(len(data) == end - start, file, "is cut off")
            kind = file.split("/")[0]
            if kind == "raw":
                need(sha256(data) == entry["rawHash"], file, "rawHash")
                kept.append(entry["rawHash"])
                read["raw"] = read_raw(data, file, run, number, samples, read["alarms"])
            elif kind == "primitives":
                read["primitives"] = read_primitives(data, file, run, number)
            elif kind == "truth":
                read["truth"] = read_truth(data, file, run, number)
        spills.append(read)
    counts = load(directory, "counts.pb")
    need(struct.unpack("<I", counts[-4:])[0] == zlib.crc32(counts[:-4]), "counts.pb", "CRC-32")
    counts = decode("Counts", counts[:-4], "counts.pb")
    need(counts["spills"] == len(spills), "counts.pb", "spills")
    b = counts["building"]
    need(b["fragments"] == sum(b[k] for k in "used duplicates late misplaced damaged strays".split()),
         "counts.pb", "the event builder does not close")
    drawn = ["drawn"] if run["nature"] == "drawn" else []
    run_hash = sha256(canonical(["spillway.run/1", run["cardHash"], run["seed"], run["mode"],
                                 run["fidelity"], 1, len(spills), hashes] + drawn))
    raw_hash = sha256(canonical(["spillway.raw/1", kept])) if kept else None
    bad = [spill for spill in spills if any(a["severity"] == "bad" for a in spill["alarms"])]
    need(counts["bad_spills"] == len(bad), "counts.pb", "bad spills")
    summary = json.loads(load(directory, "summary.json"))
    need(summary["runHash"] == run_hash, "summary.json", "runHash")
    need(summary["rawHash"] == raw_hash, "summary.json", "rawHash")
    return {
        "runHash": run_hash,
        "rawHash": raw_hash,
        "files": files,
        "spills": spills,
        "counts": {
            "events": counts["events"], "physics": counts["physics"], "sealed": counts["sealed"],
            "setAside": counts["set_aside"], "badSpills": counts["bad_spills"],
            "cutflow": dict(zip(counts["cuts"], counts["cutflow"])),
            "regions": dict(zip(counts["region_names"], counts["regions"])),
            "histograms": {h["name"]: sum(h["count"]) for h in counts["histograms"]},
            "building": b,
        },
        "gains": calibration and {name: sum(c["gain"]) for name, c in calibration["frontEnds"].items()},
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} DIR")
    try:
        print(json.dumps(read_run(sys.argv[1]), indent=1))
    except Damaged as damage:
        sys.exit(str(damage))

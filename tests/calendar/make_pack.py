#!/usr/bin/env python3
"""make_pack.py HOLIDAYS.json - writes the shipped calendar pack on standard output.

HOLIDAYS.json is a research file {"years": {"2026": [{date, kind, name, confidence, source,
lunar, ...}]}}. The pack keeps every day with kind, confidence and name, adds the English
name, numbers the sources, and adds the days that may still become days off ("unsettled").
Notes of the research in square brackets are left out; "not verified" is said in words.
test_pack.py compares the shipped pack with the file when it is at hand.
"""
import json
import re
import sys

ENGLISH = [
    (r"^Tết Dương lịch$", "New Year's Day"),
    (r"^Tết Nguyên đán \(trước Tết 1 ngày\)$", "Lunar New Year (1 day before)"),
    (r"^Tết Nguyên đán \(trước Tết 2 ngày\)$", "Lunar New Year (2 days before)"),
    (r"^Tết Nguyên đán \(mùng (\d)\)$", r"Lunar New Year (day \1)"),
    (r"^Giỗ Tổ Hùng Vương \(10/3 âm lịch\)$", "Hùng Kings' Commemoration Day"),
    (r"^Ngày Chiến thắng$", "Victory Day"),
    (r"^Ngày Quốc tế lao động$", "International Labour Day"),
    (r"^Quốc khánh$", "National Day"),
    (r"^Quốc khánh \(ngày nghỉ thứ hai\)$", "National Day (second day)"),
    (r"^Ngày Văn hóa Việt Nam$", "Vietnam Culture Day"),
    (r"^Nghỉ bù Tết Dương lịch.*", "Day off in lieu of New Year's Day"),
    (r"^Nghỉ bù Tết Nguyên đán.*", "Day off in lieu of Lunar New Year"),
    (r"^Nghỉ bù Giỗ Tổ.*", "Day off in lieu of Hùng Kings' Day"),
    (r"^Nghỉ bù 30/4.*", "Day off in lieu of 30 April"),
    (r"^Nghỉ bù 1/5.*", "Day off in lieu of 1 May"),
    (r"^Nghỉ bù Quốc khánh.*", "Day off in lieu of National Day"),
    (r"^Nghỉ hoán đổi.*", "Day off by exchange"),
    (r"^Làm bù cho (\d+)-(\d+)-(\d+).*", r"Worked Saturday for \3/\2/\1"),
]
UNSETTLED = [
    ("2027-02-04", "Có thể nghỉ Tết Nguyên đán (chưa công bố)", "Possible Lunar New Year holiday (not announced)"),
    ("2027-09-01", "Có thể nghỉ Quốc khánh (chưa công bố)", "Possible National Day holiday (not announced)"),
]


def english(name):
    for pattern, text in ENGLISH:
        if re.match(pattern, name):
            return re.sub(pattern, text, name)
    sys.exit("no English name: " + name)


def vietnamese(name):
    return re.sub(r"(\d{4})-(\d\d)-(\d\d)", lambda m: "%s/%s/%s" % (m[3], m[2], m[1]), name)


def source(text):
    text = re.sub(r"\[(found|known)[^\]]*\]", lambda m: "(chưa đối chiếu văn bản)" if "unverified" in m[0] else "", text)
    known = {
        "NOT ANNOUNCED": "Chưa công bố; tạm tính theo phương án 1 ngày trước Tết và mùng 1-4",
        "not announced": "Chưa công bố; ngày thứ hai có thể là 1/9 hoặc 3/9",
        "official arrangement": "Phương án nghỉ hằng năm (chưa đối chiếu văn bản)",
        "lunar date computed": "Ngày âm lịch tính theo múi giờ UTC+7; Bộ luật Lao động 2019 Điều 112",
        "proposal of the Ministry": "Đề xuất của Bộ Nội vụ (chưa đối chiếu văn bản)",
        "+ Bộ luật": "Bộ luật Lao động 2019 Điều 111",
        "Bộ luật Lao động 2019 Đ111": "Bộ luật Lao động 2019 Điều 111, 112",
        "Nghị quyết 28/2026": "Nghị quyết 28/2026/QH16",
        "Tết 2026": "Thông báo nghỉ Tết 2026: 16-20/02/2026",
    }
    for start, clean in known.items():
        if text.strip().startswith(start):
            return clean
    sys.exit("unknown source: " + text)


def convert(data):
    sources, days = {}, []
    for year in sorted(data["years"]):
        for d in data["years"][year]:
            text = source(d["source"])
            key = sources.setdefault(text, "s%d" % (len(sources) + 1))
            days.append({"on": d["date"], "kind": d["kind"], "confidence": d["confidence"],
                         "vi": vietnamese(d["name"]), "en": english(d["name"]), "source": key})
    for on, vi, en in UNSETTLED:
        key = sources.setdefault("Chưa công bố", "s%d" % (len(sources) + 1))
        days.append({"on": on, "kind": "unsettled", "confidence": "low", "vi": vi, "en": en, "source": key})
    days.sort(key=lambda d: d["on"])
    years = sorted(data["years"])
    return {"pack": "calendar", "code": "vn", "version": data["meta"]["as_of"],
            "title": {"vi": "Lịch nghỉ lễ của công chức", "en": "Public servants' calendar"},
            "rest_weekdays": [6, 7], "first_year": int(years[0]), "last_year": int(years[-1]),
            "sources": {v: k for k, v in sources.items()}, "days": days}


def write(pack):
    lines = []
    for key, value in pack.items():
        if key == "days":
            rows = ",\n".join("  " + json.dumps(d, ensure_ascii=False) for d in value)
            lines.append('"days": [\n%s\n ]' % rows)
        else:
            lines.append("%s: %s" % (json.dumps(key), json.dumps(value, ensure_ascii=False)))
    return "{\n " + ",\n ".join(lines) + "\n}\n"


if __name__ == "__main__":
    sys.stdout.write(write(convert(json.load(open(sys.argv[1], encoding="utf-8")))))

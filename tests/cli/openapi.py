"""openapi.py OPENAPI ROUTES - is openapi.json a 3.1 document that says what is served?

Structure (what the specification demands of the members we write), every $ref resolves, path
parameters are declared, operations and `motcua routes --json` are the same set, names are
camelCase, no schema is left unused. Prints what is wrong; exit code 1.
"""
import json
import re
import sys

METHODS = {"get", "post", "put", "patch"}
TYPES = {"string", "integer", "boolean", "object", "array", "null"}
bad = []


def say(where, what):
    bad.append(f"{where}: {what}")


def walk(node, where, seen):
    if isinstance(node, dict):
        if "$ref" in node:
            seen.add(node["$ref"])
            at = doc
            for part in node["$ref"].removeprefix("#/").split("/"):
                at = at.get(part) if isinstance(at, dict) else None
            if at is None or not node["$ref"].startswith("#/"):
                say(where, f"{node['$ref']} leads nowhere")
        for name, value in node.items():
            walk(value, f"{where}/{name}", seen)
    elif isinstance(node, list):
        for i, value in enumerate(node):
            walk(value, f"{where}/{i}", seen)


def schema(s, where):
    types = s.get("type")
    for t in types if isinstance(types, list) else [types] if types else []:
        if t not in TYPES:
            say(where, f"unknown type {t}")
    if not (types or "$ref" in s or "anyOf" in s):
        say(where, "a schema of no type")
    if "pattern" in s:
        re.compile(s["pattern"])
    for name in s.get("required", []):
        if name not in s.get("properties", {}):
            say(where, f"required {name} is no property")
    for name, inner in s.get("properties", {}).items():
        if not re.fullmatch(r"[a-z][a-zA-Z0-9]*", name):
            say(where, f"{name} is not camelCase")
        schema(inner, f"{where}/{name}")
    for key in ("items", "additionalProperties"):
        if isinstance(s.get(key), dict):
            schema(s[key], f"{where}/{key}")
    if types == "array" and "items" not in s:
        say(where, "an array of nothing")
    for i, inner in enumerate(s.get("anyOf", [])):
        schema(inner, f"{where}/anyOf/{i}")


def operation(op, path, where):
    declared = set()
    if not op.get("summary"):
        say(where, "no summary")
    for p in op.get("parameters", []):
        if not {"name", "in", "schema"} <= p.keys() or p["in"] not in ("path", "query", "header"):
            say(where, f"odd parameter {p}")
        if (p["in"], p["name"]) in declared:
            say(where, f"{p['name']} is declared twice")
        declared.add((p["in"], p["name"]))
        if p["in"] == "path" and p.get("required") is not True:
            say(where, f"{p['name']} must be required")
        schema(p["schema"], f"{where}/{p['name']}")
    if {n for i, n in declared if i == "path"} != set(re.findall(r"{(\w+)}", path)):
        say(where, "path parameters differ from the path")
    for media, body in op.get("requestBody", {}).get("content", {}).items():
        schema(body["schema"], f"{where}/body")
        if body["schema"].get("additionalProperties") is not False:
            say(where, "an open body")
    if not op.get("responses"):
        say(where, "no responses")
    for status, answer in op.get("responses", {}).items():
        if not re.fullmatch(r"[1-5](\d\d|XX)|default", status) or "description" not in answer:
            say(where, f"odd response {status}")
    for name in (k for s in op.get("security", []) for k in s):
        if name not in doc["components"]["securitySchemes"]:
            say(where, f"security scheme {name} is unknown")


doc = json.load(open(sys.argv[1], encoding="utf-8"))
routes = json.load(open(sys.argv[2], encoding="utf-8"))
if not doc.get("openapi", "").startswith("3.1") or not {"title", "version"} <= doc["info"].keys():
    say("/", "not the head of a 3.1 document")
listed = set()
for path, item in doc["paths"].items():
    if not path.startswith("/"):
        say(path, "does not begin with /")
    for method, op in item.items():
        if method not in METHODS:
            say(path, f"odd member {method}")
            continue
        listed.add((method, path))
        operation(op, path, f"{method} {path}")
served = {(r["method"].lower(), re.sub(r":(\w+)", r"{\1}", r["path"]))
          for r in routes if r["path"].startswith("/api/")}
for method, path in sorted(served ^ listed):
    say(f"{method} {path}", "served but not listed" if (method, path) in served else "not served")
seen = set()
walk(doc, "", seen)
for name, s in doc["components"]["schemas"].items():
    schema(s, name)
    if f"#/components/schemas/{name}" not in seen:
        say(name, "nobody uses it")
print("\n".join(bad) or f"{len(listed)} operations, {len(doc['components']['schemas'])} schemas")
sys.exit(bool(bad) or not listed)

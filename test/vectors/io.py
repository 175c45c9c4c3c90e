"""Writes io.json: files as Python's numpy and safetensors packages save them.

NumPy 2.4.6 (numpy.save and numpy.lib.format), safetensors 0.8.0 (pip install numpy safetensors).
Each case: the file and the expected entries as row-major little-endian doubles, both base64.
"""
import base64
import io
import json

import numpy as np
import safetensors
import safetensors.numpy


def text(data):
    return base64.b64encode(data).decode()


def doubles(array):
    return text(np.ascontiguousarray(array).astype("<f8").tobytes())


def npy(name, array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version)
    return {"name": name, "file": text(out.getvalue()), "shape": list(array.shape), "data": doubles(array)}


irrational = np.sqrt(np.arange(1.0, 25.0))
special = np.array([0.0, -0.0, 5e-324, -2.2250738585072014e-308, 1.7976931348623157e308, np.inf, -np.inf, np.nan])
written = [
    npy("a vector", irrational[:3]),
    npy("a matrix", irrational[:6].reshape(2, 3)),
    npy("four dimensions", irrational.reshape(2, 3, 4, 1)),
    npy("a number without dimensions", np.float64(-1.5).reshape(())),
    npy("no rows", np.zeros((0, 5))),
    npy("no columns", np.zeros((5, 0))),
    npy("an empty vector", np.zeros(0)),
    npy("zeros, subnormals, infinities and NaN", special),
    npy("ten rows, one digit more in the shape", np.linspace(-1, 1, 20).reshape(10, 2)),
]
read = [
    npy("column-major matrix", np.asfortranarray(irrational[:6].reshape(2, 3))),
    npy("column-major in three dimensions", np.asfortranarray(irrational.reshape(2, 3, 4))),
    npy("format 2.0", irrational[:2], (2, 0)),
    npy("format 3.0", irrational[:2], (3, 0)),
    npy("big-endian doubles", irrational[:3].astype(">f8")),
    npy("singles", irrational[:3].astype("<f4")),
    npy("big-endian singles", irrational[:3].astype(">f4")),
    npy("halves", np.array([1, -2.5, 6.1e-5, 6e-8, 65504, np.inf, -0.0, 1 / 3]).astype("<f2")),
    npy("64-bit integers", np.array([0, -1, 2**53, -(2**62)], "<i8")),
    npy("big-endian 32-bit integers", np.array([1, -2, 2**31 - 1], ">i4")),
    npy("16-bit integers", np.array([1, -2, 32767], "<i2")),
    npy("8-bit integers", np.array([1, -128], "i1")),
    npy("unsigned 64-bit integers", np.array([1, 2**63], "<u8")),
    npy("unsigned 32-bit integers", np.array([1, 2**32 - 1], "<u4")),
    npy("unsigned 16-bit integers", np.array([1, 65535], "<u2")),
    npy("unsigned 8-bit integers", np.array([[1], [255]], "u1")),
    npy("truth values", np.array([True, False, True])),
]


def refused(name, array):
    out = io.BytesIO()
    np.save(out, array)
    return {"name": name, "file": text(out.getvalue())}


refusals = [
    refused("complex numbers", np.array([1 + 2j])),
    refused("texts", np.array(["a", "b"])),
    refused("records", np.zeros(2, [("a", "<f8"), ("b", "<i4")])),
    refused("pickled objects", np.array([{}], object)),
    refused("dates", np.array(["2020-01-01"], "datetime64[D]")),
    refused("integers beyond 2^53", np.array([2**53 + 1], "<i8")),
    {"name": "two arrays in one file", "file": text(base64.b64decode(written[0]["file"]) * 2)},
]


def case(name, tensors, metadata=None):
    expected = {key: {"shape": list(array.shape), "data": doubles(array)} for key, array in tensors.items()}
    return {"name": name, "file": text(safetensors.numpy.save(tensors, metadata)), "tensors": expected, "metadata": metadata or {}}


f8 = lambda array: np.asarray(array, "<f8")
doublesOnly = [
    case("nothing", {}),
    case("one matrix", {"a": f8(irrational[:6].reshape(2, 3))}),
    case("three tensors and a text", {"W": f8(irrational.reshape(12, 2)), "b": f8(special), "C": f8([[1.0]])}, {"note": 'é "quoted" \\ \n'}),
    case("a number and empty tensors", {"none": f8(np.zeros((0, 3))), "one": f8(2.5), "void": f8(np.zeros(0))}),
]
# the package writes several texts in no fixed order
otherTypes = [
    case("three texts", {"x": f8([1, 2])}, {"b": "1", "a": "2", "": ""}),
    case(
        "every real type",
        {
            "f32": irrational[:3].astype("<f4"),
            "f16": irrational[:3].astype("<f2"),
            "i64": np.array([1, -(2**40)], "<i8"),
            "i32": np.array([1, -2], "<i4"),
            "i16": np.array([1, -2], "<i2"),
            "i8": np.array([1, -2], "i1"),
            "u64": np.array([1, 2**50], "<u8"),
            "u32": np.array([1, 2**32 - 1], "<u4"),
            "u16": np.array([1, 2**16 - 1], "<u2"),
            "u8": np.array([1, 255], "u1"),
            "bool": np.array([True, False]),
        },
    ),
]
# bfloat16 keeps the upper half of a single: 1, -2, 3.140625. NumPy has no such type, hence the bytes
halves = np.array([0x3F80, 0xC000, 0x4049], "<u2")
spec = safetensors.TensorSpec(dtype="bfloat16", shape=halves.shape, data_ptr=halves.ctypes.data, data_len=halves.nbytes)
bf16 = {"file": text(bytes(safetensors.serialize({"x": spec}))), "data": [1, -2, 3.140625]}

# the length of a header changes by 3 a dimension: in 64 steps its padding takes every value
headers = [npy(f"{d} dimensions", np.ones((1,) * d)) for d in range(1, 65)]
lengths = [len(base64.b64decode(case["file"])) - 8 for case in headers]

with open(__file__.replace("io.py", "io.json"), "w") as out:
    npys = {"written": written, "read": read, "refused": refusals, "headerBytes": lengths}
    json.dump({"npy": npys, "safetensors": {"written": doublesOnly, "read": otherTypes, "bf16": bf16}}, out, indent=1, ensure_ascii=False)
    out.write("\n")

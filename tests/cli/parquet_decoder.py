"""Reads what Moat writes of Parquet, from the specification alone (https://github.com/apache/parquet-format).

Required columns without nesting, plain or by a dictionary, one page of data per column and row group, not compressed.
"""

import datetime
import struct

import numpy as np

INT32, INT64, DOUBLE, BYTE_ARRAY = 1, 2, 5, 6
UTF8, DATE = 0, 6
PLAIN, RLE_DICTIONARY = 0, 8


class Thrift:
    """The compact protocol of Thrift; a struct becomes {field number: value}."""

    def __init__(self, data, at):
        self.data, self.at = data, at

    def byte(self):
        self.at += 1
        return self.data[self.at - 1]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def value(self, kind):
        if kind in (5, 6):
            number = self.varint()
            return (number >> 1) ^ -(number & 1)
        if kind == 8:
            size = self.varint()
            self.at += size
            return self.data[self.at - size:self.at].decode()
        if kind == 9:
            head = self.byte()
            size = head >> 4 if head >> 4 < 15 else self.varint()
            return [self.value(head & 15) for _ in range(size)]
        assert kind == 12, f"type {kind} is not used here"
        return self.struct()

    def struct(self):
        fields, number = {}, 0
        while head := self.byte():
            number += head >> 4
            fields[number] = self.value(head & 15)
        return fields


def plain(data, at, kind, count):
    if kind == BYTE_ARRAY:
        texts = []
        for _ in range(count):
            size, = struct.unpack_from("<I", data, at)
            texts.append(data[at + 4:at + 4 + size].decode())
            at += 4 + size
        return np.array(texts, dtype=object)
    return np.frombuffer(data, {INT32: "<i4", INT64: "<i8", DOUBLE: "<f8"}[kind], count, at)


def unpacked(data, at, count):
    """Numbers of dictionary entries: runs of repeated or bit-packed numbers."""
    width, reader, numbers = data[at], Thrift(data, at + 1), []
    while len(numbers) < count:
        head = reader.varint()
        if head & 1:
            size = (head >> 1) * width
            bits = np.unpackbits(np.frombuffer(data, np.uint8, size, reader.at), bitorder="little").reshape(-1, width)
            numbers.extend(bits @ (1 << np.arange(width)))
            reader.at += size
        else:
            size = (width + 7) // 8
            numbers.extend([int.from_bytes(data[reader.at:reader.at + size], "little")] * (head >> 1))
            reader.at += size
    return np.array(numbers[:count], dtype=int)


def page(data, at):
    reader = Thrift(data, at)
    header = reader.struct()
    assert header[2] == header[3]
    return header, reader.at


def column_chunk(data, chunk):
    about = chunk[3]
    assert about[4] == 0 and about[6] == about[7]
    header, at = page(data, about[9])
    count, encoding = header[5][1], header[5][2]
    assert header[1] == 0 and count == about[5] and encoding in about[2]
    assert at + header[3] == chunk[2] + about[7]
    if encoding == PLAIN:
        return plain(data, at, about[1], count)
    assert encoding == RLE_DICTIONARY and chunk[2] == about[11]
    dictionary_header, begin = page(data, about[11])
    assert dictionary_header[1] == 2 and begin + dictionary_header[3] == about[9]
    return plain(data, begin, about[1], dictionary_header[7][1])[unpacked(data, at, count)]


def read(path):
    """{column: array}; text as str, dates as datetime.date."""
    data = path.read_bytes()
    assert data[:4] == data[-4:] == b"PAR1"
    size, = struct.unpack("<I", data[-8:-4])
    footer = Thrift(data, len(data) - 8 - size)
    meta = footer.struct()
    assert footer.at == len(data) - 8
    root, *elements = meta[2]
    assert root[5] == len(elements) and all(element[3] == 0 for element in elements)
    assert meta[3] == sum(group[3] for group in meta[4])
    columns = {}
    for number, element in enumerate(elements):
        chunks = [group[1][number] for group in meta[4]]
        assert all(chunk[3][3] == [element[4]] and chunk[3][1] == element[1] for chunk in chunks)
        values = np.concatenate([column_chunk(data, chunk) for chunk in chunks] or [np.array([])])
        if element.get(6) == DATE:
            first = datetime.date(1970, 1, 1)
            values = np.array([first + datetime.timedelta(int(day)) for day in values], dtype=object)
        columns[element[4]] = values
    return columns

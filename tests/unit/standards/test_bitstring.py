from __future__ import annotations

import base64
import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conferral.errors import StatusListError
from conferral.standards.bitstring import LENGTH, MINIMUM_LENGTH, decode, decode_2021, encode, status_at

EMPTY = (  # the example list of Bitstring Status List 1.0, section 2.2: 131,072 zeros
    "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
)


def packed(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def test_the_published_list_is_read() -> None:
    assert decode(EMPTY) == bytes(MINIMUM_LENGTH // 8)


def test_index_zero_is_the_left_most_bit() -> None:
    bits = decode(encode([0, 9, LENGTH - 1]))
    assert (bits[0], bits[1], bits[-1]) == (0x80, 0x40, 0x01)
    assert [status_at(bits, index) for index in (0, 1, 9, LENGTH - 2, LENGTH - 1)] == [1, 0, 1, 0, 1]


@settings(max_examples=30)
@given(st.sets(st.integers(0, MINIMUM_LENGTH - 1), max_size=50))
def test_the_set_indexes_come_back(indexes: set[int]) -> None:
    bits = decode(encode(indexes, MINIMUM_LENGTH))
    assert sum(byte.bit_count() for byte in bits) == len(indexes)
    assert all(status_at(bits, index) == 1 for index in indexes)


def test_the_header_says_nothing_about_time_or_system() -> None:
    text = encode([5])
    data = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    assert data[:10] == bytes.fromhex("1f8b08000000000002ff")
    assert gzip.decompress(data)[0] == 0x04
    assert encode([5]) == text


def test_the_order_of_indexes_does_not_matter() -> None:
    assert encode([7, 3, 3]) == encode({3, 7})


def test_entries_of_several_bits_are_read() -> None:
    bits = bytes([0b00_01_10_11]) + bytes(LENGTH // 8)
    assert [status_at(bits, index, 2) for index in range(4)] == [0, 1, 2, 3]
    assert status_at(bytes([0b00000101, 0b10000000]) + bytes(LENGTH), 1, 5) == 0b10110


def test_a_list_too_short_for_its_entries_is_refused() -> None:
    with pytest.raises(StatusListError) as caught:
        status_at(bytes(MINIMUM_LENGTH // 8), 0, 2)
    assert caught.value.message == "got a status list of 65536 entries, expected at least 131072"
    assert caught.value.code == "STATUS_LIST_LENGTH_ERROR"


@pytest.mark.parametrize("index", [-1, MINIMUM_LENGTH])
def test_an_index_outside_the_list_is_a_range_error(index: int) -> None:
    with pytest.raises(StatusListError) as caught:
        status_at(bytes(MINIMUM_LENGTH // 8), index)
    assert caught.value.message == f"got status index {index}, expected one from 0 to 131071"
    assert caught.value.code == "RANGE_ERROR"
    with pytest.raises(StatusListError) as caught:
        encode([index], MINIMUM_LENGTH)
    assert caught.value.code == "RANGE_ERROR"


def test_a_size_that_is_not_positive_is_refused() -> None:
    with pytest.raises(StatusListError) as caught:
        status_at(bytes(LENGTH), 0, 0)
    assert caught.value.message == "got status size 0, expected a positive number"


@pytest.mark.parametrize("length", [MINIMUM_LENGTH - 8, MINIMUM_LENGTH + 1])
def test_a_list_of_a_wrong_length_is_not_written(length: int) -> None:
    with pytest.raises(StatusListError) as caught:
        encode([], length)
    assert caught.value.message == (
        f"got a status list of {length} entries, expected a multiple of 8 of at least 131072"
    )


WHOLE = gzip.compress(bytes(MINIMUM_LENGTH // 8), mtime=0)


@pytest.mark.parametrize(
    ("encoded", "message"),
    [
        ("", "got an encoded list that starts with '', expected 'u' (base64url)"),
        ("zH4sI", "got an encoded list that starts with 'z', expected 'u' (base64url)"),
        (EMPTY + "=", "the encoded list is not base64url without padding"),
        (EMPTY.replace("-", "+"), "the encoded list is not base64url without padding"),
        (EMPTY + "\n", "the encoded list is not base64url without padding"),
        ("uAAAAA", "the encoded list is not base64url without padding"),
        ("uAB", "the encoded list is not base64url in its one canonical form"),
        (packed(b"no gzip at all"), "the encoded list is not gzip, or is damaged"),
        (packed(zlib.compress(bytes(20_000))), "the encoded list is not gzip, or is damaged"),
        (packed(WHOLE[:-1]), "the encoded list is cut short"),
        (packed(b""), "the encoded list is cut short"),
        (packed(WHOLE[:-5] + b"\x00" + WHOLE[-4:]), "the encoded list is not gzip, or is damaged"),
        (packed(WHOLE + b"\x00"), "something follows the end of the encoded list"),
        (packed(WHOLE + WHOLE), "something follows the end of the encoded list"),
        (packed(WHOLE[:-8] + WHOLE), "the encoded list is not gzip, or is damaged"),
        (packed(WHOLE[:-4] + b"\x01\x00\x00\x00"), "the encoded list is not gzip, or is damaged"),
        (packed(WHOLE[:2] + b"\x07" + WHOLE[3:]), "the encoded list is not gzip, or is damaged"),
        (packed(gzip.compress(bytes(16_777_217), mtime=0)), "the encoded list unpacks to more than 16777216 bytes"),
    ],
)
def test_a_malformed_list_is_refused(encoded: str, message: str) -> None:
    with pytest.raises(StatusListError) as caught:
        decode(encoded)
    assert caught.value.message == message
    assert caught.value.code == "MALFORMED_VALUE_ERROR"


def test_a_list_with_too_few_entries_is_refused() -> None:
    with pytest.raises(StatusListError) as caught:
        decode(packed(gzip.compress(bytes(MINIMUM_LENGTH // 8 - 1))))
    assert caught.value.message == "got a status list of 131064 bits, expected at least 131072"
    assert caught.value.code == "STATUS_LIST_LENGTH_ERROR"


def test_a_list_of_just_the_largest_size_is_read_and_little_memory_is_taken_for_more() -> None:
    assert len(decode(packed(gzip.compress(bytes(16_777_216), mtime=0)))) == 16_777_216
    bomb = packed(gzip.compress(bytes(1 << 26), mtime=0))
    tracemalloc.start()
    with pytest.raises(StatusListError) as caught:
        decode(bomb, maximum_bytes=1 << 20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.message == "the encoded list unpacks to more than 1048576 bytes"
    assert peak < 4 << 20


EMPTY_2021 = (  # the example list of StatusList2021 (first public working draft, section 3.2)
    "H4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
)


def test_the_published_list_of_2021_is_read() -> None:
    assert decode_2021(EMPTY_2021) == bytes(MINIMUM_LENGTH // 8)
    assert decode_2021(EMPTY_2021.replace("-", "+")) == bytes(MINIMUM_LENGTH // 8)


def test_a_list_of_2021_is_read_in_either_base64_with_or_without_padding() -> None:
    data = gzip.compress(bytes(range(256)) * 64, mtime=0)
    for name in (b"", b"a", b"ab"):  # a file name of each length brings each amount of padding
        header = data[:3] + b"\x08" + data[4:10] + name + b"\x00"
        for encode_as in (base64.b64encode, base64.urlsafe_b64encode):
            text = encode_as(header + data[10:]).decode()
            assert decode_2021(text) == decode_2021(text.rstrip("=")) == bytes(range(256)) * 64


@pytest.mark.parametrize(
    ("encoded", "message"),
    [
        (EMPTY, "the encoded list is not base64"),
        (EMPTY_2021 + "=", "the encoded list is not base64"),
        (EMPTY_2021 + "====", "the encoded list is not base64"),
        (EMPTY_2021 + "\n", "the encoded list is not base64"),
        (EMPTY_2021.replace("A-3", "A-/"), "the encoded list is not base64"),
        (" " + EMPTY_2021, "the encoded list is not base64"),
        ("=" + EMPTY_2021, "the encoded list is not base64"),
        ("H4s=IA", "the encoded list is not base64"),
        ("H4sIA", "the encoded list is not base64"),
        ("H4sIAA=", "the encoded list is not base64"),
        ("H4sIAA==", "the encoded list is cut short"),
        ("H4sIAB==", "the encoded list is not base64 in its one canonical form"),
        ("H4sIAB", "the encoded list is not base64 in its one canonical form"),
        ("", "the encoded list is cut short"),
        (packed(WHOLE + WHOLE)[1:], "something follows the end of the encoded list"),
        (packed(gzip.compress(bytes(16_777_217), mtime=0))[1:], "the encoded list unpacks to more than 16777216 bytes"),
    ],
)
def test_a_malformed_list_of_2021_is_refused(encoded: str, message: str) -> None:
    with pytest.raises(StatusListError) as caught:
        decode_2021(encoded)
    assert caught.value.message == message
    assert caught.value.code == "MALFORMED_VALUE_ERROR"


@settings(max_examples=200)
@given(st.binary(max_size=200), st.sampled_from([decode, decode_2021]))
def test_whatever_stands_in_a_list_ends_in_our_error(data: bytes, read: Callable[[str], bytes]) -> None:
    for text in (data.decode("latin-1"), packed(data), packed(data)[1:], packed(WHOLE[:20] + data)):
        with pytest.raises(StatusListError):
            read(text)

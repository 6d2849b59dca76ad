"""Pictures in a ZIP: found by name, whatever made the ZIP; nothing hostile is unpacked."""

import io
import stat
import zipfile

import pytest
from PIL import Image

from cases_cms.interchange import archive
from cases_cms.interchange.archive import Pictures
from cases_cms.interchange.errors import CellError, FileRefusedError


def picture(kind="PNG", size=(4, 3)):
    file = io.BytesIO()
    Image.new("RGB", size, "navy").save(file, kind)
    return file.getvalue()


def zip_of(files):
    """Bytes of a ZIP of ``[(name, data)]``."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files:
            made.writestr(name, data)
    return file.getvalue()


def refused(data):
    with pytest.raises(FileRefusedError) as error:
        Pictures(data)
    return str(error.value)


def unread(pictures, path):
    with pytest.raises(CellError) as error:
        pictures.read(path)
    return str(error.value)


def test_a_picture_is_found_by_its_name():
    data = picture()
    pictures = Pictures(zip_of([("2026/Mast.PNG", data), ("__MACOSX/2026/._Mast.PNG", b"x"), (".DS_Store", b"x")]))
    assert pictures.names == ["2026/Mast.PNG"]
    for name in ("mast.png", "2026/mast.png", "2026\\Mast.PNG", "./2026/Mast.PNG"):
        assert pictures.find(name) == "2026/Mast.PNG"
    assert pictures.find("other.png") is None
    assert pictures.read("2026/Mast.PNG") == data


def test_no_zip_has_no_pictures():
    assert Pictures().names == []
    assert Pictures().find("mast.png") is None


def test_two_of_one_name():
    pictures = Pictures(zip_of([("a/cover.png", picture()), ("b/cover.png", picture())]))
    assert pictures.find("b/cover.png") == "b/cover.png"
    with pytest.raises(CellError) as error:
        pictures.find("cover.png")
    assert str(error.value) == ("The ZIP has several files “cover.png”: write the folder, too, as in “a/cover.png”.")


def test_names_in_gbk():
    data = zip_of([("XXXX.png", picture())])
    named = data.replace(b"XXXX.png", "封面".encode("gbk") + b".png")
    assert Pictures(named).names == ["封面.png"]
    assert Pictures(zip_of([("封面.png", picture())])).find("封面.png") == "封面.png"


@pytest.mark.parametrize("names", [["图 1.png"], ["图 1.png", "封面.png"]])
def test_names_that_are_both_utf8_and_gbk(names):
    """“图” (picture) in GBK is a Greek letter in UTF-8."""
    data = zip_of([(f"{place}XXX.png", picture()) for place in range(len(names))])
    for place, name in enumerate(names):
        data = data.replace(f"{place}XXX.png".encode(), name.encode("gbk"))
    read = Pictures(data)
    assert [read.read(read.find(name)) == picture() for name in names] == [True] * len(names)


def test_accents_of_another_making():
    assert Pictures(zip_of([("cafe\u0301.png", picture())])).find("café.png") == "cafe\u0301.png"


def test_the_bytes_are_looked_at():
    jpeg = picture("JPEG")
    pictures = Pictures(
        zip_of(
            [
                ("a.png", jpeg),
                ("b.jpg", b"MZ executable"),
                ("c.exe", b"MZ"),
                ("d.svg", b"<svg onload='x'/>"),
                ("e.zip", zip_of([("f.png", b"")])),
                ("g.jpeg", jpeg),
                ("h.png", picture()[:40]),
            ]
        )
    )
    kinds = "Take one of these: avif, gif, jpeg, jpg, png, webp."
    assert [unread(pictures, name) for name in ("a.png", "b.jpg", "c.exe", "d.svg", "e.zip", "h.png")] == [
        "“a.png” is not what its name says.",
        "“b.jpg” is no picture, or it is damaged.",
        f"“c.exe” is no picture that is shown here. {kinds}",
        f"“d.svg” is no picture that is shown here. {kinds}",
        f"“e.zip” is no picture that is shown here. {kinds}",
        "“h.png” is no picture, or it is damaged.",
    ]
    assert pictures.read("g.jpeg") == jpeg


def test_large_ones(monkeypatch):
    monkeypatch.setattr(archive, "MAX_PICTURE", 1024**2)
    monkeypatch.setattr(archive, "MAX_PIXELS", 100)
    pictures = Pictures(zip_of([("bomb.png", b"\0" * (1024**2 + 1)), ("wide.png", picture(size=(20, 20)))]))
    assert unread(pictures, "bomb.png") == "“bomb.png” is too large: at most 1 MB."
    assert unread(pictures, "wide.png") == "“wide.png” has too many pixels."


def test_a_damaged_one():
    data = bytearray(zip_of([("a.png", picture())]))
    data[45] ^= 255
    assert unread(Pictures(bytes(data)), "a.png") == "“a.png” is damaged."


@pytest.mark.parametrize("path", ["../a.png", "a/../../b.png", "/etc/a.png", "C:\\a.png"])
def test_paths_that_lead_out(path):
    shown = path.replace("\\", "/")
    assert refused(zip_of([(path, b"x")])) == f"The ZIP holds a path that leads out of it: “{shown}”."


def test_links():
    link = zipfile.ZipInfo("a.png")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refused(zip_of([(link, "/etc/passwd")])) == "The ZIP holds a link instead of a file: “a.png”."


def test_other_refusals(monkeypatch):
    assert refused(b"MZ") == "This is no ZIP file, or it is damaged."
    assert refused(zip_of([("a.png", b""), ("A.PNG", b"")])) == "The ZIP holds “A.PNG” twice."
    data = bytearray(zip_of([("a.png", b"x")]))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(data)) == "The ZIP has a password. Make it without one."
    monkeypatch.setattr(archive, "MAX_FILES", 1)
    assert refused(zip_of([("a.png", b""), ("b.png", b"")])) == "The ZIP holds too many files: at most 1."
    monkeypatch.setattr(archive, "MAX_ARCHIVE", 10)
    assert refused(b"x" * 11) == "The ZIP is too large: at most 0 MB are read."

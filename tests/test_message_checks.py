"""What tools/check_messages.py finds in the sources."""

import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[1] / "tools"


@pytest.fixture
def check_messages(monkeypatch):
    monkeypatch.syspath_prepend(TOOLS)
    import check_messages

    yield check_messages
    for name in ("check_messages", "compile_messages", "public_messages"):
        sys.modules.pop(name, None)


def test_a_message_inside_an_f_string_is_a_fault(check_messages, tmp_path):
    (tmp_path / "good.py").write_text('name = _("Name")\nsaid = f"{name}: {reason(1)}"\n')
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "other.py").write_text("""said = f"{_('Tests say what they like.')}"\n""")
    assert list(check_messages.faults_of_python(tmp_path)) == []
    (tmp_path / "bad.py").write_text(
        """def say(reason):\n    return f"{reason} {pgettext('job', 'Nothing was done.')}"\n"""
    )
    assert list(check_messages.faults_of_python(tmp_path)) == [
        (Path("bad.py"), 2, "a message inside an f-string: take it out")
    ]

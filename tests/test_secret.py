"""The key of the hashes: its owner's alone, and never with the data."""

import os
import stat

import pytest

from kpi.extracts.secret import SecretError, read_or_make, secret_file


def test_the_key_is_made_once_and_is_its_owner_s_alone(tmp_path):
    path = tmp_path / "own/noegle"
    key = read_or_make(path, tmp_path / "data")
    assert len(key) == 32
    assert read_or_make(path, tmp_path / "data") == key
    assert os.listdir(path.parent) == ["noegle"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_two_municipalities_never_share_a_key(tmp_path):
    assert read_or_make(tmp_path / "a", tmp_path / "data") != read_or_make(tmp_path / "b", tmp_path / "data")


def test_the_key_never_lies_with_the_data(tmp_path):
    with pytest.raises(SecretError, match="datamappen"):
        read_or_make(tmp_path / "data/store/noegle", tmp_path / "data")
    assert not (tmp_path / "data").exists()


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these permissions")
def test_a_key_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "noegle"
    read_or_make(path, tmp_path / "data")
    path.chmod(0o644)
    with pytest.raises(SecretError, match="Andre kan læse"):
        read_or_make(path, tmp_path / "data")


def test_a_damaged_key_is_never_replaced(tmp_path):
    path = tmp_path / "noegle"
    read_or_make(path, tmp_path / "data")
    path.write_bytes(b"short")
    with pytest.raises(SecretError, match="beskadiget"):
        read_or_make(path, tmp_path / "data")
    assert path.read_bytes() == b"short"


def test_the_environment_says_where(tmp_path):
    assert secret_file({"KPI_SECRET_FILE": str(tmp_path / "x")}) == tmp_path / "x"
    if os.name == "posix":
        assert secret_file({"XDG_CONFIG_HOME": str(tmp_path)}).parent.parent == tmp_path

"""`settings.toml`: what a municipality decides, and what a misspelt setting gets."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app
from kpi.__main__ import main
from kpi.definitions.periods import shifted
from kpi.municipality.action_rules import read_rules
from kpi.municipality.demands import DEMANDS
from kpi.municipality.paper_settings import read_recipients
from kpi.municipality.settings import SECTIONS, Settings, SettingsError, read_settings, settings_of
from kpi.papers.follow_up.rules import RulesError
from layouts.door.identity import BehindProxy

WHOLE = """
kommune = "Prøve Kommune"
drift = "proxy"

[proxy]
adresser = ["10.0.0.5", "10.1.0.0/24"]
navn = "Remote-User"
grupper = "Remote-Groups"
adresse = "https://tal.eksempel.dk"

[roller]
hr = ["HR-Arbejdskraft"]
direktion = ["Direktionen"]

[udgivelse]
to_personer = true
pause_dage = 92

[opbevaring]
lister_aar = 6
importer_aar = 8

[skjul]
intern_mindste = 6
offentlig_mindste = 12
offentlig_smaa = 5

[kraeves]
fuldtid_point = 10
"""


def test_every_setting_is_used():
    settings = settings_of(WHOLE)
    assert (settings.municipality, settings.mode, settings.two_persons_publish) == ("Prøve Kommune", "proxy", True)
    assert (settings.bridge_days, settings.list_years, settings.import_years) == (92, 6, 8)
    assert settings.proxy.addresses == ("10.0.0.5", "10.1.0.0/24")
    assert settings.proxy.groups == {"hr": ("HR-Arbejdskraft",), "direktion": ("Direktionen",)}
    assert settings.full_time_points == 10
    internal, public = settings.audiences
    assert (internal.key, internal.smallest_base, internal.largest_small_count) == ("intern", 6, 0)
    assert (public.key, public.smallest_base, public.largest_small_count) == ("offentlig", 12, 5)


def test_no_file_means_the_house_s_defaults(tmp_path):
    assert read_settings(tmp_path) == read_settings(None) == Settings()
    assert [audience.smallest_base for audience in Settings().audiences] == [5, 10]


def test_the_file_may_carry_a_bom(tmp_path):
    (tmp_path / "settings.toml").write_text('kommune = "Ærø"\n', encoding="utf-8-sig")
    assert read_settings(tmp_path).municipality == "Ærø"


BEHIND = """drift = "proxy"
[proxy]
adresse = "https://tal.eksempel.dk"
[roller]
hr = ["HR"]
"""


def refusal(text: str) -> str:
    with pytest.raises(SettingsError) as refused:
        settings_of(text)
    return str(refused.value)


WRONG = [
    ("kommune = 7", "linje 1: kommune skal være kommunens navn", "Der står 7."),
    ('\nkommune = " "', "linje 2: kommune skal være", 'Der står " ".'),
    ("drift = true", 'drift skal være "lokal" eller "proxy"', "Der står true."),
    ('drift = "åben"', 'drift skal være "lokal" eller "proxy"', 'Der står "åben".'),
    ("[proxy]\nadresser = 7", "linje 2: proxy.adresser skal være en liste", "Der står 7."),
    ('[proxy]\nadresser = "127.0.0.1"', "proxy.adresser skal være en liste", 'Der står "127.0.0.1".'),
    ("[proxy]\nadresser = []", "proxy.adresser skal være en liste", "mindst én. Der står []."),
    ("[proxy]\nadresser = [7]", "proxy.adresser har «7»", "Der står [7]."),
    ('[proxy]\nadresser = ["10.0.0.1", "fire"]', "proxy.adresser har «fire»", 'Der står ["10.0.0.1", "fire"].'),
    ('[proxy]\nadresser = ["10.20.30.5/28"]', "«10.20.30.5/28»", "nettet hedder 10.20.30.0/28"),
    ('[proxy]\nadresser = ["0.0.0.0/0"]', "«0.0.0.0/0»", "for mange adresser"),
    ('[proxy]\nadresser = ["::/0"]', "«::/0»", "for mange adresser"),
    ('[proxy]\nadresser = ["10.0.0.0/8"]', "«10.0.0.0/8»", "for mange adresser"),
    ("[proxy]\nnavn = 3", "proxy.navn skal være navnet på en header", "Der står 3."),
    ('[proxy]\nnavn = ["A"]', "proxy.navn skal være navnet på en header", 'Der står ["A"].'),
    ('[proxy]\nnavn = ""', "proxy.navn skal være navnet på en header", 'Der står "".'),
    ('[proxy]\nnavn = "X_Forwarded_User"', "proxy.navn skal være", "bindestreger"),
    ("[proxy]\ngrupper = 3", "proxy.grupper skal være navnet på en header", "Der står 3."),
    ('[proxy]\nnavn = "x-forwarded-groups"', "proxy.navn og proxy.grupper er begge X-Forwarded-Groups", "to headere"),
    ('[proxy]\nadskiller = ""', "proxy.adskiller skal være ét tegn", 'Der står "".'),
    ("[proxy]\nadskiller = 1", "proxy.adskiller skal være ét tegn", "Der står 1."),
    ('[proxy]\nadskiller = "-"', "proxy.adskiller skal være ét tegn", 'Der står "-".'),
    (BEHIND.replace('"HR"', '"HR, Løn"'), 'proxy.adskiller er ","', "står i en gruppes navn"),
    ("[proxy]\nadresse = 5", "proxy.adresse skal være https://", "Der står 5."),
    ("[roller]\nhr = [5]", "roller.hr skal være navne på grupper", "Der står [5]."),
    ('[roller]\nhr = [""]', "roller.hr skal være navne på grupper", "uden tomme navne"),
    ('[roller]\nhr = [" HR"]', "roller.hr skal være navne på grupper", "uden blanke"),
    ('[roller]\nchef = "GRP"', "roller.chef skal være en liste af grupper", 'Der står "GRP".'),
    ('drift = "proxy"\n[proxy]\nadresse = "https://a.dk"', "kræver grupper under [roller]", "hr = ["),
    ('drift = "proxy"\n[roller]\nhr = ["HR"]', "kræver proxy.adresse", "adresse = "),
    ("[udgivelse]\nto_personer = 1", "linje 2: udgivelse.to_personer skal være true eller false", "Der står 1."),
    ('[udgivelse]\nto_personer = "ja"', "to_personer skal være true eller false", 'Der står "ja".'),
    ("[udgivelse]\nto_personer = true", 'udgivelse.to_personer kræver drift = "proxy"', "to_personer = false"),
    ('[udgivelse]\npause_dage = "31"', "fra 1 til 366 uden anførselstegn", 'Der står "31".'),
    ("[udgivelse]\npause_dage = 31.5", "udgivelse.pause_dage skal være et helt antal dage", "Der står 31.5."),
    ("[udgivelse]\npause_dage = 367", "udgivelse.pause_dage skal være", "Der står 367."),
    ("[opbevaring]\nlister_aar = 3", "opbevaring.lister_aar skal være et helt antal år fra 4", "Der står 3."),
    ("[opbevaring]\nimporter_aar = 3000", "opbevaring.importer_aar skal være", "fra 4 til 50. Der står 3000."),
    ("[opbevaring]\nimporter_aar = true", "opbevaring.importer_aar skal være", "Der står true."),
    ("[opbevaring]\nlister_aar = 6\nimporter_aar = 5", "linje 3: opbevaring.importer_aar er 5", "= 6"),
    ('[skjul]\nintern_mindste = "få"', "skjul.intern_mindste skal være et helt tal fra 1", 'Der står "få".'),
    ("[skjul]\nintern_mindste = 0", "skjul.intern_mindste skal være et helt tal fra 1", "Der står 0."),
    ("[skjul]\noffentlig_mindste = 2.5", "skjul.offentlig_mindste skal være et helt tal fra 1", "Der står 2.5."),
    ("[skjul]\noffentlig_smaa = -1", "skjul.offentlig_smaa skal være et helt tal fra 0", "Der står -1."),
    ("[skjul]\noffentlig_mindste = 2", "linje 2: skjul.offentlig_mindste er 2", "offentlig_mindste = 5"),
    ("[skjul]\nintern_mindste = 11", "skjul.offentlig_mindste er 10", "offentlig_mindste = 11"),
    ("[kraeves]\nfuldtid_point = 0", "kraeves.fuldtid_point skal være", "Der står 0."),
    ("[kraeves]\nfuldtid_point = 51", "kraeves.fuldtid_point skal være", "Der står 51."),
    ('komune = "X"', "linje 1: programmet kender ikke komune", "Her kan stå kommune, drift"),
    ("[udgivelse]\nto_personner = true", "linje 2: programmet kender ikke udgivelse.to_personner", "to_personer eller"),
    ('[proxy]\nkommune = "X"', "programmet kender ikke proxy.kommune", "kommune skal stå øverst"),
    ("[udgivelser]\npause_dage = 31", "linje 1: programmet kender ikke udgivelser", "[udgivelse]"),
    ('\nproxy = "ja"', "linje 2: proxy er et afsnit", "Skriv [proxy] på en linje for sig"),
    ("[[skjul]]\nintern_mindste = 5", "linje 1: skjul er et afsnit", "Skriv [skjul]"),
    ("[udgivelse]\npause_dage = 31\n\npause_dage = 30", "linje 4: udgivelse.pause_dage står to gange", "i linje 2"),
    ("[skjul]\n[kraeves]\n[skjul]\nintern_mindste = 5", "linje 3: [skjul] står to gange", "i linje 1"),
    ("kommune = ", "kan ikke læses: der er en fejl sidst i filen", "Tekster skrives i anførselstegn"),
    ('kommune = "X"\ndrift = lokal', "kan ikke læses: der er en fejl i linje 2, tegn 9.", "Tekster skrives"),
    (f"[udgivelse]\npause_dage = 1{'0' * 5000}", "kan ikke læses", "der er en fejl"),
    (f"kommune = {'[' * 5000}", "kan ikke læses", "der er en fejl"),
]


@pytest.mark.parametrize(("text", "named", "told"), WRONG, ids=[text[:60] for text, *_ in WRONG])
def test_what_cannot_be_is_refused_with_its_line_its_name_and_its_value(text, named, told):
    words = refusal(text)
    assert words.startswith("settings.toml") and named in words and told in words


@pytest.mark.parametrize(
    "address",
    ["https://", "https:///sti", "http://a.dk", "a.dk", "https://a.dk:abc", "https://a.dk:0", "https://a.dk/tal",
     "https://a.dk?x=1", "https://a.dk#x", "https://mig@a.dk", "https://a b.dk", "https://ærø.dk", "https://[::1"],
)  # fmt: skip
def test_an_address_that_no_browser_would_send_is_refused(address):
    words = refusal(BEHIND.replace("https://tal.eksempel.dk", address))
    assert "linje 3: proxy.adresse skal være https:// og et værtsnavn" in words and f'Der står "{address}".' in words


@pytest.mark.parametrize("address", ["https://a.dk", "https://a.dk/", "https://a-b.kommune.dk:8443", "https://[::1]"])
def test_an_address_with_a_host_and_perhaps_a_port_will_do(address):
    assert settings_of(BEHIND.replace("https://tal.eksempel.dk", address)).proxy.public_address == address


@pytest.mark.parametrize("net", ["127.0.0.1", "::1", "10.20.0.0/16", "fd00:1:2::/48", "10.20.30.40/32"])
def test_one_machine_or_a_net_of_the_house_will_do(net):
    assert settings_of(f'[proxy]\nadresser = ["{net}"]').proxy.addresses == (net,)


def test_every_refusal_of_a_value_shows_a_line_that_will_do():
    """The line that is shown, put where the wrong one stood, is taken."""
    for name, (demand, example) in DEMANDS.items():
        section, _, key = name.rpartition(".")
        words = refusal(f"[{section}]\n{key} = 1979-05-27" if section else f"{key} = 1979-05-27")
        shown = words.rpartition("Skriv for eksempel: ")[2]
        value = tomllib.loads(shown)
        assert list(value) == [key] and demand(value[key]) == "" and shown.endswith(example), name


@given(
    section=st.sampled_from(["", *SECTIONS, "andet"]),
    key=st.sampled_from([name.rpartition(".")[2] for name in DEMANDS]),
    value=st.one_of(
        st.integers(), st.floats(), st.booleans(), st.text(max_size=20), st.lists(st.integers() | st.text(max_size=8)),
        st.dates(), st.sampled_from(["https://[", "https://a.dk:99999", "1.2.3.4/33", "%", "\x7f"]),
    ),
)  # fmt: skip
def test_any_value_anywhere_is_taken_or_refused_in_words(section, key, value):
    told = value.isoformat() if isinstance(value, date) else json.dumps(value).replace("\x7f", "\\u007f")
    told = told.replace("Infinity", "inf").replace("NaN", "nan")
    try:
        settings = settings_of(f"[{section}]\n{key} = {told}\n" if section else f"{key} = {told}\n")
    except SettingsError as refused:
        assert any(one in str(refused) for one in (key, f"programmet kender ikke {section or key}", "kan ikke læses"))
    else:
        entrance = BehindProxy(settings.proxy)
        entrance.person("127.0.0.1", {"HTTP_X_FORWARDED_USER": "anne", "HTTP_X_FORWARDED_GROUPS": "HR"})
        assert shifted(date(2026, 11, 22), -12 * settings.import_years).year > 1900


def test_the_file_is_named_by_its_whole_path(tmp_path, monkeypatch):
    (tmp_path / "settings.toml").write_text("\n[udgivelse]\npause_dage = 0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError) as refused:
        read_settings(Path("."))
    assert str(refused.value).startswith(f"{tmp_path}/settings.toml, linje 3: udgivelse.pause_dage skal være")


def test_a_folder_in_the_file_s_place_is_told_of(tmp_path):
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(SettingsError, match="kan ikke læses: det skal være en fil"):
        read_settings(tmp_path)


@pytest.mark.parametrize("text", ["[skjul]\noffentlig_mindste = 2", "[opbevaring]\nimporter_aar = 3000"])
def test_neither_the_program_nor_a_command_starts_with_them(tmp_path, monkeypatch, capsys, text):
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("KPI_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KPI_SECRET_FILE", str(tmp_path.parent / "key"))
    with pytest.raises(SystemExit) as stopped:
        app.main(["--port", "0"])
    said = capsys.readouterr().err
    assert stopped.value.code == 1 and said.count("\n") == 1 and "linje 2" in said
    assert main(["list"]) == 1
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("read", [read_settings, read_recipients, read_rules])
def test_a_file_in_another_encoding_is_told_of(tmp_path, read):
    for name in ("settings.toml", "sager.toml", "handlingsregler.toml"):
        (tmp_path / name).write_bytes('kommune = "Ærø"'.encode("cp1252"))
    with pytest.raises((SettingsError, RulesError), match=r"er ikke gemt som UTF-8\. Gem den igen som UTF-8"):
        read(tmp_path)

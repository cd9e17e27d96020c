"""`settings.toml`: what a municipality decides, and what a misspelt setting gets."""

import pytest

from kpi.municipality.action_rules import read_rules
from kpi.municipality.paper_settings import read_recipients
from kpi.municipality.settings import Settings, SettingsError, read_settings, settings_of
from kpi.papers.follow_up.rules import RulesError

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


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('komune = "X"', "komune"),
        ("[udgivelse]\nto_personner = true", "udgivelse.to_personner"),
        ('drift = "åben"', "åben"),
        ('drift = "proxy"', "roller"),
        ("[opbevaring]\nlister_aar = 3", "lister_aar"),
        ("[opbevaring]\nlister_aar = 6\nimporter_aar = 5", "importer_aar"),
        ("[udgivelse]\nto_personer = 1", "to_personer"),
        ("[udgivelse]\nto_personer = true", "drift = proxy"),
        ('drift = "proxy"\n[roller]\nhr = "HR"', "lister"),
        ('[skjul]\nintern_mindste = "få"', "skjul.intern_mindste skal være et helt tal på mindst 1, ikke få"),
        ("[skjul]\nintern_mindste = 0", "skjul.intern_mindste skal være et helt tal på mindst 1, ikke 0"),
        ("[skjul]\noffentlig_mindste = 2.5", "skjul.offentlig_mindste skal være et helt tal på mindst 1, ikke 2.5"),
        ("[skjul]\noffentlig_smaa = -1", "skjul.offentlig_smaa skal være et helt tal på mindst 0, ikke -1"),
        ('[skjul]\noffentlig_smaa = "fire"', "skjul.offentlig_smaa skal være et helt tal på mindst 0, ikke fire"),
        ('[proxy]\nadresser = ["ikke en adresse"]', "proxy.adresser"),
        ("[kraeves]\nfuldtid_point = 0", "kraeves.fuldtid_point"),
        ("[kraeves]\nfuldtid_point = 51", "kraeves.fuldtid_point"),
        ("[kraeves]\nfuldtid_point = 2.5", "fuldtid_point"),
        ("[kraeves]\nfuldtidspoint = 5", "kraeves.fuldtidspoint"),
        ("kommune = ", "kan ikke læses: der er en fejl sidst i filen"),
        (
            'kommune = "X"\ndrift = lokal',
            "kan ikke læses: der er en fejl i linje 2, tegn 9. Tekster skrives",
        ),
    ],
)
def test_what_cannot_be_is_refused_by_name(text, named):
    with pytest.raises(SettingsError, match=named):
        settings_of(text)


@pytest.mark.parametrize("read", [read_settings, read_recipients, read_rules])
def test_a_file_in_another_encoding_is_told_of(tmp_path, read):
    for name in ("settings.toml", "sager.toml", "handlingsregler.toml"):
        (tmp_path / name).write_bytes('kommune = "Ærø"'.encode("cp1252"))
    with pytest.raises((SettingsError, RulesError), match=r"er ikke gemt som UTF-8\. Gem den igen som UTF-8"):
        read(tmp_path)

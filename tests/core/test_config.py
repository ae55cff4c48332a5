import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.config import ROOT, ConfigurationError, Settings, masked

SECRET = "k7Wq2vXn9LrT4bYc8MzD5fHj1PsG6uAe"


def read(tmp_path, **given):
    return Settings.from_environment({"FAIRGATE_DATA": str(tmp_path), **given})


def test_nothing_given_means_safe_defaults(tmp_path):
    settings = read(tmp_path)
    assert (settings.port, settings.metrics_port, settings.host) == (8000, 8001, "127.0.0.1")
    assert settings.database_url is None
    assert settings.smtp_url is None
    assert settings.demo
    assert not settings.testing
    assert settings.base_url == "http://localhost:8000"


def test_the_data_folder_lies_in_the_checkout_unless_given():
    assert Settings.from_environment({"FAIRGATE_SECRET_KEY": SECRET}).data_dir == ROOT / ".data"


def test_a_data_folder_is_meant_from_where_the_person_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given = Settings.from_environment({"FAIRGATE_DATA": "my data", "FAIRGATE_SECRET_KEY": SECRET})
    assert given.data_dir == tmp_path / "my data"


def test_an_empty_variable_counts_as_not_set(tmp_path):
    settings = read(tmp_path, PORT="", DATABASE_URL="", FAIRGATE_DEMO="")
    assert settings.port == 8000
    assert settings.database_url is None
    assert settings.demo


@pytest.mark.parametrize("word", ["0", "false", "No", "off"])
def test_the_demonstration_can_be_left_out(tmp_path, word):
    assert not read(tmp_path, FAIRGATE_DEMO=word).demo


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("postgres://u:p@db/x", "postgresql://u:p@db/x"),
        ("postgresql+psycopg://u@db/x?sslmode=require", "postgresql://u@db/x?sslmode=require"),
        ("host=/run/postgresql dbname=fairgate", "host=/run/postgresql dbname=fairgate"),
    ],
)
def test_a_database_may_be_named_in_each_of_the_usual_forms(tmp_path, given, expected):
    assert read(tmp_path, DATABASE_URL=given).database_url == expected


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "٨٠٠٠"),
        ("FAIRGATE_WORKERS", "-1"),
        ("FAIRGATE_DEMO", "perhaps"),
        ("DATABASE_URL", "mysql://root:hunter2secret@db/x"),
        ("DATABASE_URL", "hunter2secret"),
        ("FAIRGATE_SECRET_KEY", "hunter2secret"),
        ("FAIRGATE_SECRET_KEY", "a" * 64),
        ("FAIRGATE_BASE_URL", "fairgate.example"),
        ("FAIRGATE_SMTP_URL", "mail://user:hunter2secret@mail.example"),
        ("FAIRGATE_MAIL_FROM", "nobody"),
        ("FAIRGATE_MAIL_FROM", "a@b.example\r\nBcc: c@d.example"),
        ("FAIRGATE_TIME_ZONE", "Mars/Olympus"),
        ("FAIRGATE_TIME_ZONE", "../../etc/passwd"),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence_that_names_it_and_no_secret(tmp_path, variable, value):
    with pytest.raises(ConfigurationError) as refusal:
        read(tmp_path, **{variable: value})
    sentence = str(refusal.value)
    assert variable in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "hunter2secret" not in sentence


def test_a_secret_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    first, second = read(tmp_path / "data"), read(tmp_path / "data")
    kept = tmp_path / "data" / "secret_key"
    assert first.secret_key == second.secret_key == kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["secret_key"]


def test_processes_that_start_together_agree_on_the_secret_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: read(tmp_path).secret_key, range(32)))
    assert len(keys) == 1


def test_a_damaged_secret_key_is_not_used(tmp_path):
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(ConfigurationError, match="is damaged"):
        read(tmp_path)


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match=r"The data folder .*/file/data cannot be written \(not a directory\)"):
        read(tmp_path / "file" / "data")


def test_settings_can_be_printed_without_giving_a_secret_away(tmp_path):
    settings = read(
        tmp_path,
        FAIRGATE_SECRET_KEY=SECRET,
        DATABASE_URL="postgresql://app:hunter2@db/x?password=hunter2",
        FAIRGATE_SMTP_URL="smtp://user:hunter2@mail.example:587",
    )
    shown = f"{settings} {settings!r}"
    assert "hunter2" not in shown
    assert SECRET not in shown
    assert "mail.example:587" in shown


@pytest.mark.parametrize(
    "given",
    [
        "host=db password=hunter2 user=x",
        r"host=db password='hun\'ter2 hunter2' user=x",
        "postgresql://u:hunter2@db/x",
    ],
)
def test_a_password_is_masked_in_every_form_of_connection_string(given):
    assert "hunter2" not in masked(given)
    assert "db" in masked(given)

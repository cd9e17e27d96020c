"""A cell -> its text, and a column's place -> its letter."""

from datetime import date, datetime, timedelta


def text_of(value: object) -> str:
    """The cell as text, without blanks around it: 123.0 is "123", a date is dd-mm-yyyy, ="007" is "007"."""
    if isinstance(value, str):
        if value.isalnum():
            return value
        text = " ".join(value.split())
        if len(text) > 3 and text.startswith('="') and text.endswith('"'):
            text = text[2:-1].strip()
        return text[1:] if text.startswith("'") else text
    if isinstance(value, bool):
        return "SAND" if value else "FALSK"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, date):
        time = value.strftime(" %H:%M") if isinstance(value, datetime) and value.time().replace(microsecond=0) else ""
        day = f"{value.day:02d}-{value.month:02d}-{value.year:04d}"
        return day + (time if time != " 00:00" else "")
    if isinstance(value, timedelta):
        return f"{value // timedelta(hours=1)}:{value // timedelta(minutes=1) % 60:02d}"
    return "" if value is None else str(value)


def letter_of(position: int) -> str:
    """The letter of a column by its position from 0: 0 is A, 27 is AB."""
    letters = ""
    while position >= 0:
        position, rest = divmod(position, 26)
        letters, position = chr(65 + rest) + letters, position - 1
    return letters

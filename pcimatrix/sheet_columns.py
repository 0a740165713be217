"""Columns of a spreadsheet: their letters and their numbers."""


def letters_of(column: int) -> str:
    """Return the letters of a spreadsheet's column, which counts from 1: `A` for 1, `AA` for 27."""
    before, last = divmod(column - 1, 26)
    return (letters_of(before) if before else "") + chr(ord("A") + last)


def number_of(letters: str) -> int:
    """Return the number, from 1, of the spreadsheet's column with these capital letters."""
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - ord("A") + 1
    return number

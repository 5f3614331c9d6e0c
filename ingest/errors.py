"""The one exception tree. Messages are Swedish: they are shown to the user as they stand.

SlutarkivError                 exit code 1
├── UsageError            2    the call's words are off, the archive is not one
├── MissingProgramError   3    a program or language that reading needs is not on the machine
├── DocumentError         4    one document cannot be read; the run goes on
│   ├── EmptyFileError         nothing in the file
│   ├── EncryptedError         a password is needed
│   ├── BrokenFileError        the bytes are not what they claim to be
│   ├── UnknownTypeError       a kind of file that is not read
│   ├── TooLargeError          bigger than the settings allow (a bomb, or a true giant)
│   └── PageError              a page could not be read within its time and memory
├── CheckError            5    a check, the log or a package does not hold
└── OverwriteError        6    would overwrite what is there
"""

from __future__ import annotations


class SlutarkivError(Exception):
    """Root of everything slutarkiv raises on purpose.

    `message` says what is wrong, `advice` what the user can do next; `code` is stable and is stored with the failure.
    """

    exit_code = 1
    code = "fel"

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()

    def __reduce__(self) -> tuple[type[SlutarkivError], tuple[str, str]]:
        return type(self), (self.message, self.advice)  # survives the way back from a worker process


class UsageError(SlutarkivError):
    exit_code = 2
    code = "anrop"


class MissingProgramError(SlutarkivError):
    exit_code = 3
    code = "program-saknas"


class DocumentError(SlutarkivError):
    exit_code = 4
    code = "oläslig"


class EmptyFileError(DocumentError):
    code = "tom"


class EncryptedError(DocumentError):
    code = "lösenord"


class BrokenFileError(DocumentError):
    code = "trasig"


class UnknownTypeError(DocumentError):
    code = "okänd-filtyp"


class TooLargeError(DocumentError):
    code = "för-stor"


class PageError(DocumentError):
    code = "sida"


class CheckError(SlutarkivError):
    exit_code = 5
    code = "håller-inte"


class OverwriteError(SlutarkivError):
    exit_code = 6
    code = "skulle-skriva-över"

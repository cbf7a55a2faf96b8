"""The tree of errors.

    UketsukeError                 everything of ours
    ├── RefusedError              what arrived cannot be taken: it goes to quarantine with the reason
    │   ├── EmptyFileError, UnsupportedFileError, IncompleteFileError, DamagedFileError,
    │   │   PasswordNeededError, TooLargeError, TooManyPagesError, NoPagesError,
    │   │   NotAFileError, UnreadableFileError, DynamicFormError
    ├── ProgrammeError            a programme.yaml is wrong; names file and line
    │   └── ExpressionError       an expression in it is wrong; names the column
    ├── SettingsError             a setting is wrong; names it
    ├── CalibrationError          the coefficients of the confidence are missing, of another version, or unsound
    ├── StorageError              originals or database: not reachable, or not what was stored
    │   ├── ObjectNotFoundError
    │   ├── IntegrityError        bytes read back differ from the bytes written
    │   └── SecretKeyError        a sealed secret does not open: secret_key is another one than when it was sealed
    ├── EngineError               an OCR engine is missing or failed
    ├── RenderError               a page cannot be rendered within its limits
    ├── RendererUnavailableError  the rendering process cannot be started at all
    ├── OrchestratorError         the Prefect server cannot be started or reached
    ├── WorkerLostError           a reading process died or hung over one page or document
    ├── PersonError               a person cannot be registered: the name or the password will not do
    ├── UnexpectedError           a fault of ours: only its type and place in the code are kept
    │   └── GivenUpError          work on a delivery was begun too often without an end
    ├── CorrectionError           a correction of papers that cannot be: pages of two files as one document …
    ├── SheetError                a separator or cover sheet cannot be printed as asked
    ├── BarredError               this person must not decide this: they have already had their say in it
    ├── NothingToUndoError        nothing this person decided can be taken back
    └── StaleError                somebody else changed the thing first
        └── HeldError             somebody else is at work on it

Every error a user can cause carries a stable `code`, a Japanese sentence that says what happened and what to do
(`message_ja`), and an English text for logs (``str(error)``). Neither ever carries personal data.
"""

from __future__ import annotations

from typing import ClassVar


class UketsukeError(Exception):
    """Base of every error of this project."""

    code: ClassVar[str] = "U000"
    message_ja: str = "処理できませんでした。運用担当にお知らせください。"

    def __init__(self, detail: str = "", *, message_ja: str | None = None) -> None:
        """`detail` is English, for logs, and must hold no personal data and no file name."""
        super().__init__(detail or type(self).__name__)
        if message_ja is not None:
            self.message_ja = message_ja


class RefusedError(UketsukeError):
    code = "F000"
    message_ja = "このファイルは受け付けられません。"


class EmptyFileError(RefusedError):
    code = "F001"
    message_ja = "ファイルが空です（0バイト）。もう一度スキャンして入れ直してください。"


class UnsupportedFileError(RefusedError):
    code = "F002"
    message_ja = "受け付けられない種類のファイルです。PDF、TIFF、JPEG、PNG などの画像にして入れ直してください。"


class IncompleteFileError(RefusedError):
    code = "F003"
    message_ja = "ファイルが途中で切れています。スキャナーの保存が終わっているか確かめ、入れ直してください。"


class DamagedFileError(RefusedError):
    code = "F004"
    message_ja = "ファイルが壊れていて開けません。もう一度スキャンして入れ直してください。"


class PasswordNeededError(RefusedError):
    code = "F005"
    message_ja = "パスワードのかかったPDFです。パスワードを外したものを入れ直してください。"


class TooLargeError(RefusedError):
    code = "F006"
    message_ja = "ファイルまたはページが大きすぎます。解像度を下げるか、分けて入れ直してください。"


class TooManyPagesError(RefusedError):
    code = "F007"
    message_ja = "ページ数が多すぎます。封筒ごとに分けて入れ直してください。"


class NoPagesError(RefusedError):
    code = "F008"
    message_ja = "ページが一枚もありません。もう一度スキャンして入れ直してください。"


class NotAFileError(RefusedError):
    code = "F009"
    message_ja = "ふつうのファイルではありません（リンクや特殊ファイル）。ファイルそのものを入れ直してください。"


class UnreadableFileError(RefusedError):
    code = "F010"
    message_ja = "ファイルを読む権限がありません。権限を直すか、運用担当にお知らせください。"


class DynamicFormError(RefusedError):
    code = "F011"
    message_ja = "専用ソフトでしか開けない動的フォーム（XFA）です。印刷してスキャンしたものを入れ直してください。"


class ProgrammeError(UketsukeError):
    code = "P000"
    message_ja = "補助金事業の設定ファイルに誤りがあります。"


class ExpressionError(ProgrammeError):
    """`column` (from 1) is the place in the expression as written."""

    code = "P001"
    message_ja = "式に誤りがあります"

    def __init__(self, detail: str = "", *, column: int, message_ja: str | None = None) -> None:
        super().__init__(detail, message_ja=message_ja)
        self.column = column


class SettingsError(UketsukeError):
    code = "S000"
    message_ja = "設定に誤りがあります。"


class CalibrationError(UketsukeError):
    code = "K000"
    message_ja = "読み取りの確からしさを求める係数ファイル（calibration.json）が壊れているか、版が違います。ソフトウェアを入れ直してください。"


class StorageError(UketsukeError):
    code = "D000"
    message_ja = "保管先に書き込めないか、読み出せません。運用担当にお知らせください。"


class ObjectNotFoundError(StorageError):
    code = "D001"
    message_ja = "保管されているはずのファイルが見つかりません。運用担当にお知らせください。"


class IntegrityError(StorageError):
    code = "D002"
    message_ja = "保管したファイルの内容が元と一致しません。運用担当にお知らせください。"


class SecretKeyError(StorageError):
    code = "D003"
    message_ja = "2段階認証の登録を読み出せません。サーバーの秘密鍵（secret_key）が、登録した時のものではありません。運用担当に、2段階認証の解除（uketsuke user reset-second-factor）を頼み、ログインし直して登録してください。"


class EngineError(UketsukeError):
    code = "E000"
    message_ja = "文字の読み取りができませんでした。運用担当にお知らせください。"


class RenderError(UketsukeError):
    code = "R000"
    message_ja = "ページを画像にできませんでした。もう一度スキャンして入れ直してください。"


class OrchestratorError(UketsukeError):
    code = "O000"
    message_ja = "処理の管理サーバー（Prefect）を起動できないか、つながりません。運用担当にお知らせください。"


class WorkerLostError(UketsukeError):
    code = "W000"
    message_ja = "このページの読み取り中に処理が止まりました。もう一度スキャンして入れ直すか、手で入力してください。"


class RendererUnavailableError(UketsukeError):
    code = "R001"
    message_ja = "ページを画像にする仕組みが動いていません。運用担当にお知らせください。"


class PersonError(UketsukeError):
    code = "L001"
    message_ja = "利用者を登録できません。"


class UnexpectedError(UketsukeError):
    code = "U001"
    message_ja = "予期しない誤りが起きました。運用担当にお知らせください。"


class GivenUpError(UnexpectedError):
    code = "U002"
    message_ja = "何度試しても処理が終わりませんでした。運用担当にお知らせください。"


class StaleError(UketsukeError):
    code = "C001"
    message_ja = "ほかの担当者が先に変更しました。新しい内容を確かめてから、やり直してください。"


class HeldError(StaleError):
    """Somebody else is at work on the same thing; `by` is their login name, for the page only."""

    code = "C006"
    message_ja = "ほかの担当者が確認している途中です。その人の判断を待つか、ほかの確認へ進んでください。"

    def __init__(self, by: str) -> None:
        super().__init__("somebody else is at work on it")
        self.by = by


class CorrectionError(UketsukeError):
    code = "C004"
    message_ja = "この直し方はできません。"


class SheetError(UketsukeError):
    code = "B001"
    message_ja = "この内容では用紙を印刷できません。入力した値を確かめてください。"


class BarredError(UketsukeError):
    code = "C003"
    message_ja = "この確認は、これまでに関わっていない担当者が行います。次へ進んでください。"


class NothingToUndoError(UketsukeError):
    code = "C005"
    message_ja = "取り消せる判断がありません。ログインしてから自分で確定したものだけを取り消せます。"

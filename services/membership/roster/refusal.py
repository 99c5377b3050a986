"""Why a whole file is refused. A refused file changes nothing; each refusal says what to do next.

RosterRefused
├── FileTooLarge, FileEmpty, NotASpreadsheet, WebPageNotSpreadsheet
├── OldExcelFormat, EncryptedWorkbook, DamagedWorkbook, SuspiciousArchive
├── UnknownTextEncoding, DamagedText
├── TooManySheets, TooManyRows, TooManyColumns, MergedCells, NoRosterRows
└── MissingHeaders, DuplicateHeaders, UnknownHeaders
"""

from services.membership.domain.rejection import Rejection


class RosterRefused(Rejection):
    """The file as a whole cannot be read as a roster; ``field`` is the upload's form field."""

    def __init__(self, message: str, label: str) -> None:
        super().__init__("file", message, label)


class FileTooLarge(RosterRefused):
    def __init__(self, limit: int) -> None:
        super().__init__(
            f"file is larger than {limit} bytes; split the roster into several files",
            f"文件超过 {limit} 字节,请将名册拆分为多个文件后分别导入",
        )


class FileEmpty(RosterRefused):
    def __init__(self) -> None:
        super().__init__(
            "file has no content; choose the filled-in roster", "文件为空,请选择已填写的党员花名册"
        )


class NotASpreadsheet(RosterRefused):
    def __init__(self) -> None:
        super().__init__(
            "file is neither .xlsx nor .csv; open it in Excel or WPS and save it as .xlsx",
            "文件不是 .xlsx 或 .csv 表格,请用 Excel 或 WPS 打开后另存为 .xlsx 再导入",
        )


class WebPageNotSpreadsheet(RosterRefused):
    def __init__(self) -> None:
        super().__init__(
            "file is a web page or XML named as a spreadsheet; open it in Excel or WPS and save "
            "it as .xlsx",
            "文件实际是网页或 XML(某些系统导出的“表格”),请用 Excel 或 WPS 打开后另存为 .xlsx",
        )


class OldExcelFormat(RosterRefused):
    def __init__(self) -> None:
        super().__init__(
            "file is a workbook in the old binary .xls format; save it as .xlsx",
            "文件是旧版 .xls 工作簿,请用 Excel 或 WPS 打开后另存为 .xlsx",
        )


class EncryptedWorkbook(RosterRefused):
    def __init__(self) -> None:
        super().__init__(
            "workbook is encrypted; remove its password and save it again",
            "工作簿设有密码,请取消密码保存后再导入",
        )


class DamagedWorkbook(RosterRefused):
    """The package or its XML is broken, or breaks what every spreadsheet program writes."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            f"workbook is damaged ({detail}); open it in Excel or WPS and save it anew",
            "工作簿已损坏或不完整,请用 Excel 或 WPS 打开并重新另存为 .xlsx",
        )


class SuspiciousArchive(RosterRefused):
    """The package would inflate far beyond any roster: a zip bomb, or a sheet of blank rows."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            f"workbook inflates beyond the limit ({detail}); copy the rows into a fresh template",
            "工作簿解压后体积异常,请将数据行复制到新下载的模板中再导入",
        )


class UnknownTextEncoding(RosterRefused):
    def __init__(self) -> None:
        super().__init__(
            "text is neither UTF-8 nor GB18030; save it as .xlsx or as CSV UTF-8",
            "文本编码不是 UTF-8 或 GB18030,请另存为 .xlsx 或“CSV UTF-8”格式",
        )


class DamagedText(RosterRefused):
    """The text cannot be split into fields: a quote is never closed, or a field is endless."""

    def __init__(self, line: int) -> None:
        super().__init__(
            f"CSV cannot be read from line {line} on; check that quotes are closed",
            f"CSV 自第 {line} 行起无法识别,请检查引号是否成对,或另存为 .xlsx",
        )


class TooManySheets(RosterRefused):
    def __init__(self, limit: int) -> None:
        super().__init__(
            f"workbook has more than {limit} sheets; split it into several files",
            f"工作簿超过 {limit} 个工作表,请拆分为多个文件",
        )


class TooManyRows(RosterRefused):
    def __init__(self, limit: int) -> None:
        super().__init__(
            f"file has more than {limit} rows; delete blank formatted rows or split the file",
            f"文件超过 {limit} 行,请删除表尾带格式的空行或拆分为多个文件",
        )


class TooManyColumns(RosterRefused):
    def __init__(self, sheet: str, limit: int) -> None:
        super().__init__(
            f"sheet {sheet!r} has headers beyond column {limit}; use the template's columns only",
            f"工作表“{sheet}”的表头超过 {limit} 列,请只保留模板中的列",
        )


class MergedCells(RosterRefused):
    def __init__(self, sheet: str, area: str) -> None:
        super().__init__(
            f"sheet {sheet!r} has merged cells at {area}; unmerge them and fill each row",
            f"工作表“{sheet}”含合并单元格({area}),请取消合并并逐行填写",
        )


class NoRosterRows(RosterRefused):
    def __init__(self) -> None:
        super().__init__(
            "no sheet holds a row below its headers; fill in the template",
            "表头下没有任何数据行,请在模板中填写后再导入",
        )


class MissingHeaders(RosterRefused):
    def __init__(self, sheet: str, headers: list[str]) -> None:
        named = "、".join(headers)
        super().__init__(
            f"sheet {sheet!r}: its first row lacks the headers {named}; use the template's headers",
            f"工作表“{sheet}”的首行缺少列:{named},请使用模板的表头",
        )


class DuplicateHeaders(RosterRefused):
    def __init__(self, sheet: str, headers: list[str]) -> None:
        named = "、".join(headers)
        super().__init__(
            f"sheet {sheet!r}: the headers {named} appear more than once; keep one of each",
            f"工作表“{sheet}”的表头重复:{named},每列只保留一个",
        )


class UnknownHeaders(RosterRefused):
    def __init__(self, sheet: str, headers: list[str]) -> None:
        named = "、".join(headers)
        super().__init__(
            f"sheet {sheet!r}: unknown headers {named}; use the template's headers only",
            f"工作表“{sheet}”含模板以外的列:{named},请改用模板的表头或删除该列",
        )

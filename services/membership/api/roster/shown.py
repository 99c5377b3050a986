"""What became of a roster, as its importer sees it."""

from pydantic import BaseModel, Field

from services.membership.roster.report import ImportReport

MOST_SHOWN = 10_000


class BadCellShown(BaseModel):
    """A cell that keeps its row from being imported."""

    sheet: str = Field(description="工作表;CSV 为空")
    row: int = Field(description="行号,从 1 起")
    column: str = Field(description="列")
    value: str = Field(description="值")
    reason: str = Field(description="原因")
    rule: str = Field(description="规则")


class Imported(BaseModel):
    """What became of a roster: rows, not cells."""

    import_id: str = Field(description="用于下载结果文件")
    dry_run: bool = Field(description="试运行:只判断,不写入")
    total: int
    imported: int = Field(description="导入(或试运行时将导入)的行数")
    unchanged: int = Field(description="已在册且无变化的行数")
    refused: int = Field(description="有误、未导入的行数")
    bad_cells: list[BadCellShown] = Field(
        description=f"每一处错误,至多 {MOST_SHOWN} 处;全部见结果文件"
    )


def imported(import_id: str, report: ImportReport) -> Imported:
    return Imported(
        import_id=import_id,
        dry_run=report.dry_run,
        total=report.total,
        imported=report.imported,
        unchanged=report.unchanged,
        refused=report.refused,
        bad_cells=[
            BadCellShown.model_validate(bad, from_attributes=True)
            for bad in report.bad_cells[:MOST_SHOWN]
        ],
    )

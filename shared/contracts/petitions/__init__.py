"""What the petitions service tells others, on the topic `petitions.v1`: never who appealed, or in which words."""

from shared.contracts.petitions import answering, handling, intake, needs, settings, supervision

TOPIC = "petitions.v1"
SOURCE = "/petitions"

PetitionsMessage = (
    intake.IntakeMessage
    | handling.HandlingMessage
    | answering.AnsweringMessage
    | supervision.SupervisionMessage
    | needs.NeedMessage
    | settings.SettingMessage
)
MESSAGES: dict[str, type[PetitionsMessage]] = {
    **intake.MESSAGES,
    **handling.MESSAGES,
    **answering.MESSAGES,
    **supervision.MESSAGES,
    **needs.MESSAGES,
    **settings.MESSAGES,
}
"""Every message by its CloudEvents `type`: a constant, never a Python name."""

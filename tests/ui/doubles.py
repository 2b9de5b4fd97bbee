"""Stand-ins for what speaks to the user."""

from exporter_desk.ui.messages import Message


class RecordedMessages:
    """Keeps what was said; answers questions with what the test decided."""

    def __init__(self, *, lose: bool = False) -> None:
        self.said: list[Message] = []
        self.asked: list[str] = []
        self._lose = lose

    def say(self, message: Message) -> None:
        self.said.append(message)

    def clear(self) -> None:
        self.said.clear()

    def withdraw(self, message: Message) -> None:
        self.said = [one for one in self.said if one is not message]

    def may_lose(self, question: str, consequence: str, keep: str, lose: str) -> bool:
        self.asked.append(question)
        return self._lose

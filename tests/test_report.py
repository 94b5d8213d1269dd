"""Findings: each once, and placed when somebody looks."""

from __future__ import annotations

from dataclasses import replace

from converter.report import Finding, Report


class Document:
    """Places findings, and counts how often it was asked."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.asked = 0

    def placed(self, finding: Finding) -> Finding:
        self.asked += 1
        return replace(finding, file=self.name, line=1)

    def report(self, *codes: str) -> Report:
        report = Report()
        report.warn("elsewhere", "what is said before stays without a place")
        first = len(report)
        for code in codes:
            report.warn(code, "words")
        report.place(first, self.placed)
        return report


def test_a_report_that_is_taken_over_is_not_placed_before_somebody_looks() -> None:
    document, report = Document("a"), Report()
    report.note("first", "words")
    report.extend(document.report("x", "y", "x"))
    assert document.asked == 0
    found = [(finding.code, finding.file) for finding in report]
    assert found == [("first", None), ("elsewhere", None), ("x", "a"), ("y", "a")]
    assert list(report) == report.findings
    assert document.asked == 2


def test_what_is_said_of_two_documents_is_said_twice_and_of_one_once() -> None:
    report = Report()
    for name in ("a", "b", "a"):
        report.extend(Document(name).report("x"))
    assert [(finding.code, finding.file) for finding in report.warnings] == [
        ("elsewhere", None),
        ("x", "a"),
        ("x", "b"),
    ]
    assert len(report) == 3

"""The drawn way of an article is the one the table tells."""

from news.management.commands import draw_workflow
from news.transitions import SAVES, TRANSITIONS


def test_the_page_in_docs_is_up_to_date():
    drawn = draw_workflow.PLACE.read_text(encoding="utf-8")
    assert drawn == draw_workflow.page(), "run manage.py draw_workflow"


def test_every_move_of_people_is_on_it():
    page = draw_workflow.page()
    for move in TRANSITIONS.values():
        assert move.system or move.name in SAVES or f"| {move.label} |" in page


def test_fewer_steps_have_fewer_states():
    assert "editing" in draw_workflow.diagram(4)
    assert "approved" in draw_workflow.diagram(3)
    assert "editing" not in draw_workflow.diagram(3)
    # With two steps only what was taken back from its hour waits for publication.
    assert "pending --> approved" not in draw_workflow.diagram(2)
    assert "published --> approved: Huỷ hẹn giờ" in draw_workflow.diagram(2)
    assert "pending --> published: Xuất bản" in draw_workflow.diagram(2)

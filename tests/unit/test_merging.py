"""One text made of two that grew from the same version."""

from news.merging import BOTH, MINE, THEIRS, choices, merged
from news.models import ArticleVersion


def text(*paragraphs, **values):
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return ArticleVersion(title="Tiêu đề", body=body, **values)


BASE = text("Một", "Hai", "Ba", "Bốn")


def proposals(mine, theirs):
    return {choice.name: choice.prefer for choice in choices(BASE, mine, theirs)}


def body_of(mine, theirs, **chosen):
    names = {name.replace("_", "."): side for name, side in chosen.items()}
    return merged(BASE, mine, theirs, names)["body"]


def test_equal_texts_leave_nothing_to_choose():
    assert choices(BASE, text("Một"), text("Một")) == []


def test_what_only_one_of_them_changed_is_proposed_as_they_have_it():
    mine = text("Một của tôi", "Hai", "Ba", "Bốn")
    theirs = text("Một", "Hai", "Ba của họ", "Bốn")
    assert list(proposals(mine, theirs).values()) == [MINE, THEIRS]
    assert body_of(mine, theirs) == text("Một của tôi", "Hai", "Ba của họ", "Bốn").body


def test_a_paragraph_that_only_they_added_comes_in():
    mine, theirs = text("Một", "Hai", "Ba", "Bốn"), text("Một", "Hai", "Mới", "Ba", "Bốn")
    assert body_of(mine, theirs) == theirs.body


def test_a_paragraph_that_only_i_added_stays():
    mine, theirs = text("Một", "Hai", "Mới", "Ba", "Bốn"), text("Một", "Hai", "Ba", "Bốn")
    assert body_of(mine, theirs) == mine.body


def test_a_paragraph_that_only_they_took_out_goes():
    mine, theirs = text("Một", "Hai", "Ba", "Bốn"), text("Một", "Hai", "Bốn")
    assert body_of(mine, theirs) == theirs.body


def test_a_paragraph_that_only_i_took_out_is_gone():
    mine, theirs = text("Một", "Hai", "Bốn"), text("Một", "Hai", "Ba", "Bốn")
    assert body_of(mine, theirs) == mine.body


def test_where_both_changed_it_mine_is_proposed_and_anything_may_be_chosen():
    mine = text("Một", "Hai của tôi", "Ba", "Bốn")
    theirs = text("Một", "Hai của họ", "Ba", "Bốn")
    (choice,) = choices(BASE, mine, theirs)
    assert (choice.prefer, choice.mine, choice.theirs) == (MINE, ["Hai của tôi"], ["Hai của họ"])
    assert body_of(mine, theirs, body_1=THEIRS) == theirs.body
    both = text("Một", "Hai của họ", "Hai của tôi", "Ba", "Bốn")
    assert body_of(mine, theirs, body_1=BOTH) == both.body


def test_a_made_up_choice_changes_nothing():
    mine, theirs = text("Một", "Hai", "Ba", "Bốn"), text("Một", "Hai", "Ba", "Bốn", "Năm")
    assert body_of(mine, theirs, body_0=BOTH, body_9=THEIRS, body_x="?") == theirs.body


def test_fields_are_chosen_like_paragraphs():
    mine = text("Một", summary="Sapo của tôi", tags=["a"])
    theirs = text("Một", summary="", tags=["b"], source_name="Báo Lào Cai")
    assert proposals(mine, theirs) == {"summary": MINE, "source": THEIRS, "tags": MINE}
    content = merged(BASE, mine, theirs, {"tags": THEIRS})
    assert (content["summary"], content["tags"]) == ("Sapo của tôi", ["b"])
    assert content["source_name"] == "Báo Lào Cai"


def test_pictures_and_tables_are_whole_in_either_text():
    figure = '<figure class="image"><img src="/media/anh/a.jpg" alt="Bà con"></figure>'
    theirs = ArticleVersion(title="Tiêu đề", body=BASE.body + "\n" + figure)
    assert body_of(BASE, theirs) == theirs.body

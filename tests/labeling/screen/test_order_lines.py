"""Orders as coordinates: places, ties side by side, the line of acceptability, and the table behind them."""

from labeling.screen.order_lines import APART, EDGE, HEAD, ROW, Order, draw

TOP = HEAD + EDGE


def test_an_order_goes_down_and_the_first_column_is_ours() -> None:
    drawn = draw([Order("ann", ["B", "A", "C"]), Order("bob", ["A", "C", "B"])], "ABC")
    ours, theirs = drawn.columns
    assert (ours.is_ours, theirs.is_ours) == (True, False)
    assert {dot.letter: dot.y for dot in ours.dots} == {"B": TOP, "A": TOP + ROW, "C": TOP + 2 * ROW}
    assert theirs.x > ours.x
    assert [line.letter for line in drawn.lines] == ["A", "B", "C"]
    assert drawn.lines[1].path == f"M{ours.x:g},{TOP:g} L{theirs.x:g},{TOP + 2 * ROW:g}"
    assert drawn.table == [("A", ["2", "1"]), ("B", ["1", "3"]), ("C", ["3", "2"])]


def test_what_is_tied_stands_side_by_side_in_the_middle_of_its_rows() -> None:
    (column,) = draw([Order("ann", [["A", "C"], ["B"]])], "ABC").columns
    dots = {dot.letter: (dot.x, dot.y) for dot in column.dots}
    assert dots["A"][1] == dots["C"][1] == TOP + ROW / 2
    assert dots["C"][0] - dots["A"][0] == APART
    assert dots["B"] == (column.x, TOP + 2 * ROW)
    assert draw([Order("ann", [["A", "C"], ["B"]])], "ABC").table == [("A", ["1 ="]), ("B", ["3"]), ("C", ["1 ="])]


def test_the_line_goes_between_acceptable_and_not() -> None:
    heights = [draw([Order("ann", [["A"], ["B", "C"]], good)], "ABC").columns[0].line_y for good in (None, 0, 1, 2)]
    assert heights == [None, TOP - ROW / 2, TOP + ROW / 2, TOP + 2.5 * ROW]


def test_what_somebody_left_unranked_has_no_dot_and_no_line() -> None:
    drawn = draw([Order("ann", ["A", "B"]), Order("bob", ["A"])], "AB")
    assert [line.letter for line in drawn.lines] == ["A"]
    assert drawn.table == [("A", ["1", "1"]), ("B", ["2", "–"])]


def test_everything_stands_within_the_drawing() -> None:
    drawn = draw(
        [Order("ann", [list("ABCDEFGHI")])] + [Order(str(n), list("IHGFEDCBA")) for n in range(8)], "ABCDEFGHI"
    )
    for column in drawn.columns[1:]:
        assert column.x < drawn.width
    assert all(0 < dot.y < drawn.height for column in drawn.columns for dot in column.dots)

"""Toasts, table and chart frame by themselves: what they show, what they leave, and what a screen reader hears."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.face import Face
from ui.theme.tokens import DARK
from ui.theme.type_scale import TypeScale
from ui.widgets import toasts
from ui.widgets.chart_frame import ChartFrame, Series
from ui.widgets.strip import Strip
from ui.widgets.table import ROW_PX, Column, Table
from ui.widgets.toasts import TOASTS_MOST, ToastTray


@pytest.fixture
def face(qapp: object) -> Face:
    del qapp
    return Face()


@pytest.fixture
def host(qtbot: QtBot, face: Face) -> QWidget:
    """Return a window with a column, dressed as the till's."""
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    window.resize(600, 400)
    face.dress(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


def put(host: QWidget, widget: QWidget) -> None:
    column = host.layout()
    assert column is not None
    column.addWidget(widget)
    QApplication.processEvents()  # a widget that comes into a shown window is shown a moment later


def spoken(tray: ToastTray) -> list[str]:
    return [toast.accessibleName() for toast in tray.findChildren(Strip) if not toast.isHidden()]


# -- toasts


def test_a_tray_without_news_takes_no_room(face: Face, host: QWidget) -> None:
    tray = ToastTray(face)
    put(host, tray)
    assert tray.isHidden()
    tray.tell("calm", "An order came in")
    assert tray.isVisible()
    assert spoken(tray) == ["An order came in"]


def test_a_fourth_piece_of_news_takes_the_place_of_the_oldest(face: Face, host: QWidget) -> None:
    tray = ToastTray(face)
    put(host, tray)
    for at in range(TOASTS_MOST + 1):
        tray.tell("warn", f"news {at}")
    assert tray.words == tuple(f"news {at}" for at in range(1, TOASTS_MOST + 1))


def test_the_newest_news_stands_at_the_bottom_whatever_left_before(face: Face, host: QWidget, qtbot: QtBot) -> None:
    tray = ToastTray(face)
    put(host, tray)
    for at in range(TOASTS_MOST + 2):
        tray.tell("calm", f"news {at}")
    qtbot.waitUntil(lambda: all(toast.height() > 0 for toast in tray.findChildren(Strip)))
    shown = [toast for toast in tray.findChildren(Strip) if not toast.isHidden()]
    by_place = [toast.words.text() for toast in sorted(shown, key=lambda toast: toast.y())]
    assert tuple(by_place) == tray.words


def test_news_leaves_by_itself(face: Face, host: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toasts, "SHOWN_MS", 1)
    tray = ToastTray(face)
    put(host, tray)
    tray.tell("calm", "short")
    qtbot.waitUntil(lambda: tray.words == () and tray.isHidden())


def test_news_is_put_away_by_its_button_and_takes_no_focus(face: Face, host: QWidget) -> None:
    tray = ToastTray(face)
    put(host, tray)
    tray.tell("calm", "first")
    tray.tell("bad", "second")
    button = next(each for each in tray.findChildren(QAbstractButton) if each.isVisible())
    assert button.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert button.accessibleName() == face.say("ui.dismiss")
    button.click()
    assert tray.words == ("second",)


# -- table

COLUMNS = (Column("Hour"), Column("Sales", figures=True))
ROWS = (("9:00", "1,250.00"), ("10:00", "980.50"))


def test_figures_stand_at_the_right_under_their_head_and_words_at_the_left(face: Face, host: QWidget) -> None:
    table = Table(face)
    put(host, table)
    table.show_rows(COLUMNS, ROWS)
    model, side = table.table_model, Qt.ItemDataRole.TextAlignmentRole
    for column, wanted in ((0, Qt.AlignmentFlag.AlignLeft), (1, Qt.AlignmentFlag.AlignRight)):
        assert model.data(model.index(0, column), side) & wanted
        assert model.headerData(column, Qt.Orientation.Horizontal, side) & wanted
    assert [model.headerData(at, Qt.Orientation.Horizontal) for at in range(2)] == ["Hour", "Sales"]


def test_every_row_is_shown_under_its_columns(face: Face, host: QWidget) -> None:
    table = Table(face)
    put(host, table)
    table.show_rows(COLUMNS, ROWS)
    model = table.table_model
    shown = tuple(
        tuple(model.data(model.index(row, column)) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    )
    assert shown == ROWS


def test_a_row_with_a_text_too_few_is_a_mistake_in_the_program(face: Face) -> None:
    with pytest.raises(AssertionError):
        Table(face).show_rows(COLUMNS, (("9:00",),))


def test_a_table_takes_colours_and_heights_of_the_face(face: Face, host: QWidget) -> None:
    table = Table(face)
    put(host, table)
    table.show_rows(COLUMNS, ROWS)
    face.put_on(theme=DARK, scale=TypeScale(130))
    assert table.palette().color(QPalette.ColorRole.Text).name().upper() == DARK.ink
    assert table.rowHeight(0) == face.px(ROW_PX) >= table.fontMetrics().height()
    table.repaint()
    picture = table.viewport().grab().toImage()
    assert picture.pixelColor(picture.width() // 2, picture.height() - 2).name().upper() == DARK.surface


def test_a_table_is_reached_by_tab_and_let_go_by_tab(face: Face, host: QWidget) -> None:
    table = Table(face)
    put(host, table)
    table.show_rows(COLUMNS, ROWS)
    assert table.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert not table.tabKeyNavigation()
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().isValid()


# -- chart frame


def words_of(frame: ChartFrame) -> list[str]:
    return [label.text() for label in frame.findChildren(QLabel) if label.isVisible() and label.text()]


def test_a_chart_has_a_title_and_a_legend_for_eye_and_ear(face: Face, host: QWidget, qtbot: QtBot) -> None:
    frame = ChartFrame(face)
    put(host, frame)
    frame.show_title("Sales by hour", (Series("Cash", "brand"), Series("Card", "warn")))
    frame.show_empty("Nothing was sold yet")
    assert (frame.accessibleName(), frame.accessibleDescription()) == ("Sales by hour", "Cash, Card")
    wanted = {"Sales by hour", "Cash", "Card", "Nothing was sold yet"}
    qtbot.waitUntil(lambda: wanted <= set(words_of(frame)))


def test_a_legend_follows_the_theme(face: Face, host: QWidget, qtbot: QtBot) -> None:
    frame = ChartFrame(face)
    put(host, frame)
    frame.show_title("Sales", (Series("Cash", "brand"),))
    face.put_on(theme=DARK)

    def colours() -> list[str]:
        swatches = [label.pixmap().toImage() for label in frame.findChildren(QLabel) if label.pixmap().width() == 12]
        return [picture.pixelColor(6, 6).name().upper() for picture in swatches]

    qtbot.waitUntil(lambda: colours() == [DARK.brand])


def test_a_drawing_takes_the_place_of_the_empty_words_and_gives_it_back(face: Face, host: QWidget) -> None:
    frame, drawing = ChartFrame(face), QLabel("the drawing")
    put(host, frame)
    frame.show_empty("Nothing was sold yet")
    frame.show_drawing(drawing)
    frame.show_drawing(drawing)
    assert drawing.isVisible()
    assert "Nothing was sold yet" not in words_of(frame)
    assert frame.rect().contains(drawing.mapTo(frame, QPoint(0, 0)))
    frame.show_empty("Nothing was sold yet")
    assert not drawing.isVisible()
    assert "Nothing was sold yet" in words_of(frame)

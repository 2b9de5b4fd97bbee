"""The window; the only home of PySide6.

Composition root, in this order:

    app = QApplication(...)
    fonts.load([resources.path("fonts/NotoSansSC-Regular.ttf"), resources.path("fonts/NotoSansSC-Bold.ttf")])
    icons.use_source(resources.read_bytes)
    tokens = Tokens.from_text(resources.read_text("theme/tokens.json"))
    appearance = Appearance(app, tokens, resources.read_text("theme/app.qss"))
    language = Language(app, resources.read_bytes("i18n/exporter_desk_zh_CN.qm"))
    window = MainWindow(appearance, language)
    window.add_page("home", HomePage(...)); window.navigate("home"); window.show()

What a page is (widgets.page.Page, a QWidget): override title(), and where there is something to say subtitle(),
breadcrumb(), head_widget(), steps(), current_step(), help() or help_widget(), commands(), activated(case_id),
arrange(room), retranslate(), first_focus(). Emit `changed` when any of these would answer differently now, and
`go(key, case_id)` to leave. Add content to `self.column`: it has the margins of the sheet. Pages that may grow beyond
the window put a ScrollPage into it. Set `nav_key` to the navigation entry that stays current and `docks_help = False`
on pages that need the full width.

| of what | use | signature |
|---|---|---|
| words | Label, CutLabel, Paragraph | Label(text, role, tone, bold=, italic=) · CutLabel ends in … for want of room |
| roles, tones | | figure question title section body table note · ink ink2 ink3 accent error warn hint ok |
| section title | SectionHeader | SectionHeader(title, count); .add(widget) at the right end |
| verb | Button, IconButton, Switch | Button(text, "primary" · "fill" · "text", icon=, key=, small=) |
| state of a thing | Mark, MarkLabel, Chip | MarkLabel(kind, word) · Chip(text, plain · warn · strong) |
| source of a sentence | SourceMark | SourceMark(number, name); opened(number) |
| one value | Field + LineEdit, ComboBox, TextEdit | Field(label, editor, hint, width=); .set_message(kind, text) |
| yes or no | CheckBox | CheckBox(text, three_states=) |
| number typed | LineEdit(normalise=plain_width) | .submitted: Enter outside an IME composition; .set_state() |
| guided question | OptionList | OptionList([(words, hint)]); chosen(i), confirmed(i), .select(i) |
| paper, strip | Card, FactsStrip, Banner, Rule | Card(ground) · Banner(kind, place, text, verb) |
| grounds | | surface (bordered) paper sunken warn_soft error_soft hint_soft |
| nothing there yet | EmptyState | EmptyState(text, verbs); acted(i) |
| long page | ScrollPage | ScrollPage(max_width=740); .add(*widgets), .reveal(widget) |
| short list with verbs | ListCard | ListCard([Column(title, width)], header=); .set_rows([Row(cells, verbs)]) |
| long list, grid | TableCard | TableCard("list" or "grid", row=, hug=, name=); .set_model(model, widths) |
| cell of either | CellState | models return it for CELL_ROLE; see widgets.cell for its states |
| figures | RangeBox, FillBar | set_figure, set_unknown · set_share |
| chart | ChartView of widgets.chart_view | ChartView(ChartSpec) of exporter_desk.domain.chart |
| message | window.messages | .say(Message(kind, text, place, verb, act)) · .may_lose(…) |
| background work | window.tasks | .start(label, work, done, failed); .store(…) for the database |
| words | i18n.translate, i18n.pick | translate("PageName", "English source"), literals only · pick(zh/en pair) |
| row that wraps | Flow | a QLayout; theme.set_spacing(flow, 8) |
| lengths | theme.set_spacing, set_control_size | token pixels; they follow the text scale by themselves |

Whoever holds lengths or pictures of its own has a method restyle(); it is called after each change of theme or scale.
Texts are set in retranslate(). New texts: `python installers/translations.py update` lists what has no Chinese yet, and
`python installers/translations.py fill FILE` takes lines of Context<TAB>English<TAB>Chinese; a test refuses unfinished
ones. A command of the menu (commands.py) without a handler is disabled with the tooltip "not covered yet".
"""

//! From rows of cells to a reading of them: what the file shows, what a spec says, what has to be asked.
//!
//! In: a grid, an inspection that is under way. Out: its findings, questions, spec, and the table where nothing is open.
//! Not here: finding the parts (`layout`), looking at cells (`columns`, `marks`), differences from a spec (`differ`).

use super::columns::{self, Column};
use super::layout::{self, Layout};
use super::marks::{self, Marks, Settled};
use super::{Inspection, differ};
use crate::import::delimited::{self, Between};
use crate::import::grid::Grid;
use crate::import::shape::{self, Reading};
use crate::import::spec::{ColumnRole, ColumnSpec, DateForm, Spec, quoted};
use ramme_diag::{Diagnostic, Limits, Place, Text};
use ramme_value::NumberStyle;

/// What stands between the cells of a text; `None` where it has to be asked.
pub(super) fn delimiter(seen: &mut Inspection, name: &str, text: &str, limits: &Limits) -> Option<char> {
    if let Some(stated) = Spec::mark(seen.spec.delimiter.as_ref()) {
        return Some(stated);
    }
    let shown = |c: char| if c == '\t' { "\\t".to_owned() } else { c.to_string() };
    match delimited::delimiter(text, limits) {
        Between::One { delimiter, cells, lines, of } => {
            let because = Text::both(
                format!("{lines} of the {of} lines looked at then have {cells} cells"),
                format!("{lines} af de {of} linjer, der er set på, har så {cells} celler"),
            );
            seen.find(
                ("between cells", "mellem celler"),
                Text::same(format!("`{}`", shown(delimiter))),
                Some(because),
            );
            seen.spec.delimiter = Some(delimiter.to_string());
            Some(delimiter)
        }
        Between::None => {
            seen.find(
                ("between cells", "mellem celler"),
                Text::both("one cell a line", "én celle på hver linje"),
                None,
            );
            Some(';')
        }
        Between::Several(all) => {
            let list: Vec<String> = all.iter().map(|c| format!("`{}`", shown(*c))).collect();
            let list = list.join(", ");
            let evidence = Text::both(format!("{list} would all do"), format!("{list} passer alle"));
            let line = format!("delimiter = \"{}\"", all.first().map_or_else(String::new, |c| shown(*c)));
            let what = Text::both("what stands between cells", "hvad der står mellem celler");
            seen.ask(Place::File(name.to_owned()), what, evidence, &line);
            None
        }
    }
}

/// Settles how a grid is read, and reads it if nothing is open.
pub(super) fn grid(
    seen: &mut Inspection,
    grid: &Grid,
    given: Option<&Spec>,
    limits: &Limits,
) -> Result<(), Vec<Diagnostic>> {
    let layout = match layout::layout(grid, &seen.spec) {
        Ok(layout) => layout,
        Err(question) => {
            let line = question.help(ramme_diag::Lang::En).unwrap_or_default();
            let line = line.split('`').nth(1).unwrap_or("").to_owned();
            seen.questions.push(super::Question { diagnostic: question, line });
            return Ok(());
        }
    };
    let columns = columns::columns(grid, &layout, &seen.spec);
    parts(seen, grid, &layout);
    ragged(grid, &layout, columns.len(), limits)?;
    repeated(grid, &layout, &columns)?;
    if let Some(given) = given {
        seen.problems.extend(differ::differences(grid, &layout, &columns, given));
    }
    seen.order = columns.iter().map(Column::name).collect();
    for column in &columns {
        one_column(seen, grid, column);
    }
    let style = style(seen, &columns);
    let dates = dates(seen, &columns);
    hidden(seen, grid, &layout);
    remember(seen, grid, &layout, &columns);
    let has_values = columns.iter().any(|c| c.role == Some(ColumnRole::Value));
    if !has_values && columns.iter().all(|c| c.role.is_some()) {
        let reason = Text::both("no column of it holds figures", "ingen kolonne i den rummer tal");
        return Err(vec![crate::import::say::unreadable(&grid.file, reason)]);
    }
    if !seen.questions.is_empty() || seen.problems.iter().any(Diagnostic::is_error) {
        return Ok(());
    }
    let spec = seen.spec.clone();
    let reading = Reading { grid, layout: &layout, columns: &columns, style, dates, spec: &spec };
    match shape::table(&reading, limits) {
        Ok(table) => seen.tables.push(table),
        Err(problems) => seen.problems.extend(problems),
    }
    Ok(())
}

/// In a text every row of figures has as many cells as the headings: else a separator or a quote is wrong.
fn ragged(grid: &Grid, layout: &Layout, wanted: usize, limits: &Limits) -> Result<(), Vec<Diagnostic>> {
    if grid.sheet.is_some() {
        return Ok(());
    }
    let most = usize::try_from(limits.diagnostics).unwrap_or(usize::MAX);
    let wrong = (layout.first..layout.last).filter(|row| grid.width(*row) != wanted);
    let out: Vec<Diagnostic> = wrong
        .take(most)
        .map(|row| crate::say::unequal_row(grid.row_place(row), grid.width(row), wanted))
        .collect();
    if out.is_empty() { Ok(()) } else { Err(out) }
}

/// Two columns of one name cannot be told apart.
fn repeated(grid: &Grid, layout: &Layout, columns: &[Column]) -> Result<(), Vec<Diagnostic>> {
    let mut out = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let first = columns.iter().take(at).position(|c| c.name() == column.name());
        if let Some(first) = first.filter(|_| column.role != Some(ColumnRole::Ignore)) {
            let places = (grid.place(layout.header, first, None), grid.place(layout.header, at, None));
            out.push(crate::say::duplicate_heading(&column.name(), places));
        }
    }
    if out.is_empty() { Ok(()) } else { Err(out) }
}

/// Says where the parts stand.
fn parts(seen: &mut Inspection, grid: &Grid, layout: &Layout) {
    let line = |row: usize| grid.line(row);
    if !layout.titles.is_empty() {
        let words =
            layout.titles.iter().map(|r| grid.cell(*r, 0)).filter(|t| !t.is_empty()).collect::<Vec<_>>();
        seen.find(
            ("above the headings", "over overskrifterne"),
            Text::same(format!("`{}`", words.join("` `"))),
            None,
        );
    }
    let (at, rows) = (line(layout.header), layout.header_rows);
    let end = line(layout.header.saturating_add(rows).saturating_sub(1));
    let found = if rows > 1 {
        Text::both(format!("lines {at} to {end}"), format!("linje {at} til {end}"))
    } else {
        Text::both(format!("line {at}"), format!("linje {at}"))
    };
    seen.find(("headings", "overskrifter"), found, None);
    if let Some(units) = layout.units {
        let at = line(units);
        seen.find(("units", "enheder"), Text::both(format!("line {at}"), format!("linje {at}")), None);
    }
    let (first, last) = (line(layout.first), layout.last.checked_sub(1).map_or(0, line));
    let n = layout.last.saturating_sub(layout.first);
    let found = Text::both(
        format!("{n} rows, lines {first} to {last}"),
        format!("{n} rækker, linje {first} til {last}"),
    );
    seen.find(("figures", "tal"), found, None);
    if let Some(note) = layout.notes.first() {
        let shown: String = grid.cell(*note, 0).chars().take(60).collect();
        let at = line(*note);
        let found = Text::both(format!("from line {at}: `{shown}`"), format!("fra linje {at}: `{shown}`"));
        seen.find(("notes below", "noter under"), found, None);
    }
    if !grid.merges().is_empty() {
        let n = grid.merges().len();
        let found = Text::both(
            format!("{n} blocks; each holds for all its cells"),
            format!("{n} blokke; hver gælder for alle sine celler"),
        );
        seen.find(("merged cells", "flettede celler"), found, None);
    }
}

/// Says what a column is, or asks.
fn one_column(seen: &mut Inspection, grid: &Grid, column: &Column) {
    let (facts, name) = (&column.facts, column.name());
    let what = Text::both(format!("column `{name}`"), format!("kolonnen `{name}`"));
    let line = format!("columns.{}.role", quoted(&name));
    let Some(role) = column.role else {
        let (figures, texts) = (facts.figures, facts.texts);
        let first = facts.first_text.as_ref();
        let shown = first.map_or("", |e| e.text.as_str());
        let place = first.map_or_else(|| grid.whole(), |e| e.place.clone());
        let evidence = Text::both(
            format!("{figures} cells look like figures and {texts} do not, such as `{shown}`"),
            format!("{figures} celler ligner tal, og {texts} gør ikke, såsom `{shown}`"),
        );
        let what = Text::both(format!("what `{name}` is"), format!("hvad `{name}` er"));
        let is_sign = texts.saturating_mul(5) <= figures && shown.chars().count() <= 12;
        if is_sign {
            seen.ask(
                place,
                what,
                evidence,
                &format!("{line} = \"value\"` and `missing = [{}]", quoted(shown)),
            );
        } else {
            seen.ask(place, what, evidence, &format!("{line} = \"key\""));
        }
        return;
    };
    let unit = column.unit.as_ref().filter(|_| role == ColumnRole::Value);
    let unit_words = unit.map_or(String::new(), |u| format!(", {u}"));
    let mut because = held(facts);
    if role == ColumnRole::Ignore {
        let why = ignored(column, seen.spec.role(&name).is_some());
        because = Text::each(|lang| format!("{}: {}", because.get(lang), why.get(lang)));
    }
    seen.findings.push(super::Finding {
        what,
        found: Text::same(format!("{}{unit_words}", role.name())),
        because: Some(because),
    });
    if facts.figures_as_text > 0 && role == ColumnRole::Value {
        let n = facts.figures_as_text;
        let found = Text::both(format!("{n} in `{name}`"), format!("{n} i `{name}`"));
        seen.find(("text that looks like numbers", "tekst, der ligner tal"), found, None);
    }
    let is_open = role.is_key() && facts.gaps > 0 && seen.spec.fill_down.is_none();
    if let Some(row) = facts.first_gap.filter(|_| is_open) {
        let (n, at) = (facts.gaps, grid.line(row));
        let evidence = Text::both(
            format!("{n} cells of the key are blank, the first in line {at}"),
            format!("{n} celler i nøglen er tomme, den første i linje {at}"),
        );
        let what = Text::both(
            format!("what a blank in `{name}` means"),
            format!("hvad en tom celle i `{name}` betyder"),
        );
        seen.ask(grid.row_place(row), what, evidence, "fill_down = true");
    }
}

/// Why a column is not read.
fn ignored(column: &Column, stated: bool) -> Text {
    let facts = &column.facts;
    if stated {
        Text::both("the spec says so", "det siger spec-filen")
    } else if facts.figures == 0 && facts.texts == 0 && facts.days == 0 {
        Text::both("nothing stands in it", "der står intet i den")
    } else {
        Text::both(
            "it numbers the rows and says nothing of them; a spec can give it another role",
            "den nummererer rækkerne og siger intet om dem; en spec-fil kan give den en anden rolle",
        )
    }
}

/// What the cells of a column look like, without what there is none of.
fn held(facts: &columns::Facts) -> Text {
    let signs = facts.signs.values().fold(0, |sum: usize, n| sum.saturating_add(*n));
    let all = [
        (facts.figures, "figures", "tal"),
        (facts.texts, "texts", "tekster"),
        (facts.days, "days", "dage"),
        (facts.periods, "periods", "perioder"),
        (signs, "signs", "tegn"),
        (facts.blank, "blank", "tomme"),
    ];
    Text::each(|lang| {
        let some = all.iter().filter(|(n, _, _)| *n > 0);
        let each: Vec<String> = some.map(|(n, en, da)| format!("{n} {}", lang.pick(en, da))).collect();
        each.join(", ")
    })
}

/// The marks of numbers: stated, or shown by the figures; else it is asked.
fn style(seen: &mut Inspection, columns: &[Column]) -> NumberStyle {
    let mut all = Marks::default();
    for column in columns.iter().filter(|c| matches!(c.role, Some(ColumnRole::Value) | None)) {
        all.merge(&column.facts.marks);
    }
    let thousands = Spec::mark(seen.spec.thousands.as_ref());
    if let Some(decimal) = Spec::mark(seen.spec.decimal.as_ref()) {
        let other = if decimal == ',' { '.' } else { ',' };
        let thousands = if seen.spec.thousands.is_some() { thousands } else { Some(other) };
        return NumberStyle { decimal, thousands };
    }
    let what = Text::both("the decimal mark", "decimaltegnet");
    match all.settle() {
        Settled::Unmarked => NumberStyle { decimal: ',', thousands },
        Settled::Style(style, shown) => {
            let because = Text::both(
                format!("`{}` can be read in one way only", shown.text),
                format!("`{}` kan kun læses på én måde", shown.text),
            );
            seen.find(("marks of numbers", "tegn i tal"), marks::in_words(style), Some(because));
            seen.spec.decimal = Some(style.decimal.to_string());
            seen.spec.thousands = Some(style.thousands.map_or_else(String::new, String::from));
            style
        }
        Settled::Open(mark, shown, n) => {
            let other = if mark == '.' { ',' } else { '.' };
            let text = &shown.text;
            let digits: String = text.chars().filter(|c| *c != mark).collect();
            let evidence = Text::both(
                format!(
                    "`{text}` is {digits} if the decimal mark is `{other}`, and a number with three decimals if it is `{mark}`; {n} figures are like it and none shows which"
                ),
                format!(
                    "`{text}` er {digits}, hvis decimaltegnet er `{other}`, og et tal med tre decimaler, hvis det er `{mark}`; {n} tal er som det, og ingen viser hvilket"
                ),
            );
            seen.ask(shown.place.clone(), what, evidence, &format!("decimal = \"{other}\""));
            NumberStyle::PLAIN
        }
        Settled::Clash(a, b) => {
            let evidence = Text::both(
                format!("`{}` and `{}` have different marks", a.text, b.text),
                format!("`{}` og `{}` har forskellige tegn", a.text, b.text),
            );
            seen.ask(b.place.clone(), what, evidence, "decimal = \",\"");
            NumberStyle::PLAIN
        }
    }
}

/// How days are written: stated, or shown by a day above 12; else it is asked.
fn dates(seen: &mut Inspection, columns: &[Column]) -> DateForm {
    if let Some(stated) = seen.spec.dates {
        return stated;
    }
    let sum = |of: &dyn Fn(&Column) -> usize| columns.iter().map(of).fold(0, usize::saturating_add);
    let (day, month) = (sum(&|c| c.facts.day_first), sum(&|c| c.facts.month_first));
    let open =
        columns.iter().find_map(|c| c.facts.day_open.as_ref().filter(|_| c.role != Some(ColumnRole::Ignore)));
    let form = match (day > 0, month > 0) {
        (true, false) => DateForm::DayFirst,
        (false, true) => DateForm::MonthFirst,
        (false, false) if open.is_none() => return DateForm::Iso,
        _ => {
            let shown = open.map_or("", |e| e.text.as_str());
            let place = open.map_or(Place::None, |e| e.place.clone());
            let evidence = Text::both(
                format!("`{shown}` can have the day or the month first, and no other day shows which"),
                format!("`{shown}` kan have dagen eller måneden først, og ingen anden dag viser hvilket"),
            );
            seen.ask(
                place,
                Text::both("how days are written", "hvordan dage skrives"),
                evidence,
                "dates = \"dd-mm-yyyy\"",
            );
            return DateForm::DayFirst;
        }
    };
    let because = Text::both("a day above 12 shows it", "en dag over 12 viser det");
    seen.find(("days", "dage"), Text::same(form.name()), Some(because));
    seen.spec.dates = Some(form);
    form
}

/// Hidden rows and columns among the figures are kept or left out by a person, never in silence.
fn hidden(seen: &mut Inspection, grid: &Grid, layout: &Layout) {
    let rows: Vec<u32> =
        (layout.first..layout.last).map(|r| grid.line(r)).filter(|l| grid.hidden_lines.contains(l)).collect();
    let widest = u32::try_from(grid.widest()).unwrap_or(u32::MAX);
    let columns = grid.hidden_columns.iter().filter(|c| **c <= widest).count();
    if rows.is_empty() && columns == 0 {
        return;
    }
    let list: Vec<String> = rows.iter().take(8).map(ToString::to_string).collect();
    let (n, list) = (rows.len(), list.join(", "));
    let evidence = Text::both(
        format!("{n} rows are hidden ({list}) and {columns} columns"),
        format!("{n} rækker er skjult ({list}) og {columns} kolonner"),
    );
    let what =
        Text::both("whether hidden rows and columns count", "om skjulte rækker og kolonner tæller med");
    if seen.spec.hidden.is_none() {
        seen.ask(grid.whole(), what, evidence, "hidden = \"keep\"");
    } else {
        seen.find(("hidden", "skjult"), evidence, None);
    }
}

/// Fixes what was found in the spec.
fn remember(seen: &mut Inspection, grid: &Grid, layout: &Layout, columns: &[Column]) {
    seen.spec.header = Some(grid.line(layout.header));
    seen.spec.header_lines = u32::try_from(layout.header_rows).ok().filter(|n| *n > 1);
    seen.spec.units = layout.units.map(|row| grid.line(row));
    for column in columns.iter().filter(|c| c.role.is_some()) {
        let unit = column.unit.clone().filter(|_| column.role == Some(ColumnRole::Value));
        seen.spec.columns.insert(column.name(), ColumnSpec { role: column.role, unit });
    }
}

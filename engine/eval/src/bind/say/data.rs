//! What is said about the cells of data files.
//!
//! In: tables, rows and columns. Out: diagnostics with file, line and column. Not here: mappings (`mapping`).

use ramme_diag::{Code, Diagnostic, Place, Text, closest};
use ramme_rulebook::model::{EntityId, Input, Rulebook, Type};
use ramme_value::{Date, Decimal, NumType};

use super::not_in_set;
use crate::bind::Context;
use crate::bind::read::way;
use crate::bind::resolve::{CellSource, Mapped, MappedValue};
use crate::bind::rows::World;
use crate::bind::unit::{UnitProblem, type_in_words};
use crate::bind::value::{Reader, Wrong, shown};
use crate::dataset::CellPlace;

/// A year that would make the axis too long: most often a slip of the pen.
pub(in crate::bind) fn year_too_far(
    table: &Mapped<'_>,
    row: usize,
    column: usize,
    found: i64,
    limit: i64,
) -> Diagnostic {
    let reason = Text::both(
        format!("the run would have {found} years, and may have {limit}"),
        format!("kørslen ville få {found} år, og den må have {limit}"),
    );
    Diagnostic::new(Code::BadCell)
        .arg("text", table.raw.cell(row, column))
        .arg("expected", Text::both("a year near those asked for", "et år nær dem, der spørges om"))
        .arg("reason", reason)
        .at(table.raw.place(row, column))
}

pub(in crate::bind) fn blank_key(table: &Mapped<'_>, row: usize, column: usize) -> Diagnostic {
    let name = table.raw.headings.get(column).map_or("", String::as_str);
    Diagnostic::new(Code::BlankKey).arg("column", name).at(table.raw.place(row, column))
}

pub(in crate::bind) fn bad_cell(
    table: &Mapped<'_>,
    row: usize,
    column: usize,
    ty: &Type,
    book: &Rulebook,
    reason: Text,
) -> Diagnostic {
    let expected = match ty {
        Type::Num(_) => Text::both("a number", "et tal"),
        _ => type_in_words(book, ty),
    };
    let text = table.raw.cell(row, column);
    let problem = Diagnostic::new(Code::BadCell)
        .arg("text", text)
        .arg("expected", expected)
        .arg("reason", reason)
        .arg("proposal", mended(ty, text))
        .at(table.raw.place(row, column));
    if !text.chars().all(|c| matches!(c, '.' | '-' | '–' | '*' | '…' | '?')) {
        return problem;
    }
    problem.note(Text::both(
        format!("if it stands for a missing value, write `missing = [\"{text}\"]` in the table's mapping"),
        format!("står det for en manglende værdi, så skriv `missing = [\"{text}\"]` i tabellens opslag"),
    ))
}

/// What to do about a cell that cannot be read.
fn mended(ty: &Type, text: &str) -> Text {
    match ty {
        Type::Num(_) => Text::both(
            "correct the cell, or state the file's decimal mark: `decimal = \",\"`",
            "ret cellen, eller angiv filens decimaltegn: `decimal = \",\"`",
        ),
        Type::Date => match Date::parse_danish(text) {
            Ok(day) => Text::both(
                format!("write `{day}`, or have the file imported, which reads such dates: `import = true`"),
                format!(
                    "skriv `{day}`, eller lad filen blive importeret, som l\u{e6}ser s\u{e5}danne datoer: `import = true`"
                ),
            ),
            Err(_) => Text::both("write the day as `2023-10-01`", "skriv dagen som `2023-10-01`"),
        },
        _ => Text::both("correct the cell", "ret cellen"),
    }
}

pub(in crate::bind) fn bad_decimals(table: &Mapped<'_>, row: usize, column: usize) -> Diagnostic {
    Diagnostic::new(Code::BadCell)
        .arg("text", table.raw.cell(row, column))
        .arg("expected", Text::both("a number of decimals", "et antal decimaler"))
        .arg("reason", Text::both("it is a whole number from -18 to 18", "det er et helt tal fra -18 til 18"))
        .at(table.raw.place(row, column))
}

pub(in crate::bind) fn no_document<'n>(
    table: &Mapped<'_>,
    row: usize,
    column: usize,
    known: impl Iterator<Item = &'n str>,
) -> Diagnostic {
    let text = table.raw.cell(row, column);
    Diagnostic::new(Code::DanglingRelation)
        .arg("key", text)
        .arg("entity", Text::both("document of the rules", "dokument i reglerne"))
        .maybe_arg("suggestion", closest(text, known))
        .at(table.raw.place(row, column))
}

pub(in crate::bind) fn two_rolls(book: &Rulebook, entity: EntityId, table: &Mapped<'_>) -> Diagnostic {
    let span = table.map.roll.as_ref().map_or(table.map.here.span, |roll| roll.entity.span);
    Diagnostic::new(Code::TwoRolls).arg("entity", book.entity_name(entity)).at(span)
}

/// Two rows of a roll with one key.
pub(in crate::bind) fn duplicate_row(
    table: &Mapped<'_>,
    source: CellSource<'_>,
    (first, second): (usize, usize),
    key: &str,
    year: Option<i32>,
) -> Diagnostic {
    let column = if let CellSource::Column(column) = source { column } else { 0 };
    let key = year.map_or_else(|| key.to_owned(), |year| format!("{key}, {year}"));
    Diagnostic::new(Code::DuplicateKey)
        .arg("key", format!("[{key}]"))
        .arg("first", table.raw.line(first, column))
        .arg("second", table.raw.line(second, column))
        .at(table.raw.place(second, column))
        .also(table.raw.place(first, column), Text::both("it stands here first", "den står her først"))
}

fn place_of(context: &Context<'_>, table: &Mapped<'_>, held: CellPlace) -> Place {
    let same = usize::from(held.file) == table.file;
    let origin = table.raw.origin();
    if let Some(origin) = origin.filter(|_| same) {
        return Place::Cell {
            file: table.raw.name.clone(),
            sheet: origin.sheet.clone(),
            line: held.line,
            column: u32::from(held.column),
            column_name: None,
        };
    }
    let heading = usize::from(held.column).checked_sub(1);
    let heading = heading.and_then(|at| table.raw.headings.get(at)).filter(|_| same);
    // Only tables of the scenario have files; the first with that position names it.
    let name = if same { table.raw.name.as_str() } else { file_name(context, held.file) };
    Place::cell(name, held.line, u32::from(held.column), heading.map(String::as_str))
}

/// The name of a file by its position: files stand in the order in which tables first name them.
fn file_name<'a>(context: &Context<'a>, at: u16) -> &'a str {
    let mut seen: Vec<(&str, String)> = Vec::new();
    for table in &context.scenario.tables {
        let key = (table.file.text(), way(table));
        if !seen.contains(&key) {
            seen.push(key);
        }
    }
    seen.get(usize::from(at)).map_or("", |(name, _)| *name)
}

/// A second row for a cell that has one.
pub(in crate::bind) fn duplicate_cell(
    table: &Mapped<'_>,
    context: &Context<'_>,
    held: CellPlace,
    (row, column): (usize, usize),
    key: &str,
) -> Diagnostic {
    let twice = Diagnostic::new(Code::DuplicateKey)
        .arg("key", format!("`{key}`"))
        .arg("first", held.line)
        .arg("second", table.raw.line(row, column))
        .at(table.raw.place(row, column))
        .also(place_of(context, table, held), Text::both("it stands here first", "den står her først"));
    printed_again(table, twice)
}

/// What to write where a later report prints a figure again: only of files of several reports, or that may be.
fn printed_again(table: &Mapped<'_>, twice: Diagnostic) -> Diagnostic {
    if table.map.roll.is_some() {
        return twice;
    }
    twice.note(match (&table.map.published, table.map.revised) {
        (Some(_), false) => Text::both(
            "if a later report prints the figure anew, write `revisions = \"latest\"` in the table: the latest that is known is taken, and the earlier is kept",
            "trykker en senere rapport tallet på ny, så skriv `revisions = \"latest\"` i tabellen: det seneste kendte tages, og det tidligere gemmes",
        ),
        (Some(_), true) => Text::both(
            "both were published on one day, so neither is the later; narrow `where` to one of them",
            "begge er offentliggjort samme dag, så ingen er den senere; snævr `where` ind til det ene",
        ),
        (None, _) => Text::both(
            "if they are of different reports, say with `published` when each came and write `revisions = \"latest\"`; else narrow `where`",
            "er de fra hver sin rapport, så sig med `published`, hvornår hver kom, og skriv `revisions = \"latest\"`; snævr ellers `where` ind",
        ),
    })
}

/// Two rows that say different things where they should say one.
pub(in crate::bind) fn not_constant(
    table: &Mapped<'_>,
    context: &Context<'_>,
    held: CellPlace,
    (row, column): (usize, usize),
    key: &str,
) -> Diagnostic {
    let heading = table.raw.headings.get(column).map_or("", String::as_str);
    let first = if usize::from(held.file) == table.file { cell_on(table, held) } else { String::new() };
    Diagnostic::new(Code::NotConstant)
        .arg("column", heading)
        .arg("key", format!("`{key}`"))
        .arg("first", first)
        .arg("first_line", held.line)
        .arg("second", table.raw.cell(row, column))
        .arg("second_line", table.raw.line(row, column))
        .at(table.raw.place(row, column))
        .also(place_of(context, table, held), Text::both("it stands here first", "den står her først"))
}

fn cell_on(table: &Mapped<'_>, held: CellPlace) -> String {
    let Some(column) = usize::from(held.column).checked_sub(1) else { return String::new() };
    let row = table.rows.iter().find(|row| table.raw.line(**row, column) == held.line);
    row.map(|row| table.raw.cell(*row, column).to_owned()).unwrap_or_default()
}

/// A row about something that is not there.
pub(in crate::bind) fn not_on_roll(
    book: &Rulebook,
    world: &World,
    table: &Mapped<'_>,
    (row, source): (usize, CellSource<'_>),
    entity: EntityId,
    (key, year): (&str, Option<i32>),
) -> Diagnostic {
    let place = match source {
        CellSource::Column(column) => table.raw.place(row, column),
        CellSource::All(text) => text.span.into(),
    };
    let rows = world.entities.get(entity.index());
    let known = rows.is_some_and(|rows| rows.keys.find(key).is_some());
    let name = book.entity_name(entity);
    if !known {
        let near = rows.and_then(|rows| closest(key, rows.keys.iter()));
        return Diagnostic::new(Code::DanglingRelation)
            .arg("key", key)
            .arg("entity", name)
            .maybe_arg("suggestion", near)
            .at(place);
    }
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    let column = table.map.values.first().map_or("", |value| value.column.text());
    Diagnostic::new(Code::NotOnRoll)
        .arg("key", Text::both(format!("{key} in {year}"), format!("{key} i {year}")))
        .arg("column", column)
        .arg("entity", name)
        .at(place)
}

pub(in crate::bind) fn cell_not_mapped(table: &Mapped<'_>, row: usize, column: usize) -> Diagnostic {
    let heading = table.raw.headings.get(column).map_or("", String::as_str);
    Diagnostic::new(Code::CellNotMapped)
        .arg("text", table.raw.cell(row, column))
        .arg("column", heading)
        .at(table.raw.place(row, column))
}

pub(in crate::bind) fn no_relation(table: &Mapped<'_>, row: usize, column: usize, name: &str) -> Diagnostic {
    let key = table.raw.row_place(row);
    let line = if let Place::Cell { line, .. } = key { line } else { 0 };
    Diagnostic::new(Code::RelationNotGiven)
        .arg("name", name)
        .arg("key", Text::both(format!("line {line}"), format!("linje {line}")))
        .at(table.raw.place(row, column))
}

pub(in crate::bind) fn relation_not_given(
    book: &Rulebook,
    entity: EntityId,
    key: &str,
    input: &Input,
    year: Option<i32>,
) -> Diagnostic {
    let name = book.entity_name(entity);
    let key = match year {
        Some(year) => Text::both(format!("{name} {key} in {year}"), format!("{name} {key} i {year}")),
        None => Text::same(format!("{name} {key}")),
    };
    Diagnostic::new(Code::RelationNotGiven).arg("name", &input.name).arg("key", key)
}

/// What is wrong with a value.
pub(in crate::bind) fn wrong(reader: &Reader<'_>, row: usize, column: usize, wrong: Wrong) -> Diagnostic {
    let (table, book, input) = (reader.table, reader.book, reader.input);
    let text = table.raw.cell(row, column);
    let place = table.raw.place(row, column);
    match (wrong, &input.ty) {
        (Wrong::Kind(reason), ty) => bad_cell(table, row, column, ty, book, reason),
        (Wrong::Decimals(found, limit), ty) => {
            let proposal = if let Type::Num(num) = ty { finer(num, found, limit) } else { None };
            Diagnostic::new(Code::TooManyDecimals)
                .arg("text", text)
                .arg("found", found)
                .arg("column", &input.name)
                .arg("limit", limit)
                .maybe_arg("proposal", proposal)
                .at(place)
        }
        (Wrong::Bounds, ty) => out_of_bounds(input, ty, text).at(place),
        (Wrong::Member, Type::Member(set)) => not_in_set(book, *set, text).at(place),
        (Wrong::Row, Type::Row(entity)) => {
            let rows = reader.world.entities.get(entity.index());
            Diagnostic::new(Code::DanglingRelation)
                .arg("key", text)
                .arg("entity", book.entity_name(*entity))
                .maybe_arg("suggestion", rows.and_then(|rows| closest(text, rows.keys.iter())))
                .at(place)
        }
        (Wrong::Member | Wrong::Row, ty) => bad_cell(table, row, column, ty, book, Text::default()),
    }
}

/// The type with room for more decimals.
fn finer(num: &NumType, found: u8, limit: u8) -> Option<String> {
    let roomy = found > limit && limit == num.written_scale();
    roomy.then(|| NumType::declared(num.unit.clone(), num.level, Some(found)).to_string())
}

/// A value outside `between`.
pub(in crate::bind) fn out_of_bounds(input: &Input, ty: &Type, text: &str) -> Diagnostic {
    let bound = |value: Option<Decimal>| match (value, ty) {
        (Some(value), Type::Num(num)) => shown(num, value),
        _ => String::new(),
    };
    Diagnostic::new(Code::OutOfBounds)
        .arg("column", &input.name)
        .arg("value", text)
        .arg("low", bound(input.between.map(|(low, _)| low)))
        .arg("high", bound(input.between.map(|(_, high)| high)))
}

/// What is wrong with unit or price level; it points at the cell that says it, or else at the scenario.
pub(in crate::bind) fn unit(
    book: &Rulebook,
    table: &Mapped<'_>,
    value: &MappedValue<'_>,
    input: &Input,
    row: usize,
    problem: UnitProblem,
) -> Diagnostic {
    let heading = table.raw.headings.get(value.column).map_or("", String::as_str);
    let stated =
        table.map.values.iter().find(|map| table.raw.column(map.column.text()) == Some(value.column));
    let fallback: Place = stated.map_or(table.map.here.span, |map| map.column.span).into();
    let place = |source: Option<CellSource<'_>>| match source {
        Some(CellSource::Column(column)) => Some(table.raw.place(row, column)),
        Some(CellSource::All(text)) => Some(text.span.into()),
        None => None,
    };
    let text = |source: Option<CellSource<'_>>| match source {
        Some(CellSource::Column(column)) => table.raw.cell(row, column).to_owned(),
        Some(CellSource::All(text)) => text.value.clone(),
        None => String::new(),
    };
    let not_stated = |what: Text, proposal: &'static str| {
        Diagnostic::new(Code::UnitNotStated)
            .arg("what", what)
            .arg("column", heading)
            .arg("name", &input.name)
            .arg("proposal", proposal)
    };
    let (unit, level) = (place(value.unit), place(value.level));
    match problem {
        UnitProblem::Unknown => Diagnostic::new(Code::UnitWordsUnknown)
            .arg("text", text(value.unit))
            .arg("column", heading)
            .at(unit.unwrap_or(fallback)),
        UnitProblem::Disagrees(found) => Diagnostic::new(Code::UnitDisagrees)
            .arg("column", heading)
            .arg("found", found)
            .arg("name", &input.name)
            .arg("wanted", type_in_words(book, &input.ty))
            .at(unit.or(level).unwrap_or(fallback))
            .also(input.span, Text::both("it is declared here", "det er erklæret her")),
        UnitProblem::NotStated => {
            not_stated(Text::both("unit", "enhed"), "unit = \"UNIT\"").at(unit.unwrap_or(fallback))
        }
        UnitProblem::LevelNotStated => {
            not_stated(Text::both("price level", "prisniveau"), "level = \"2023-pl\"")
                .at(level.unwrap_or(fallback))
        }
        UnitProblem::BadLevel => Diagnostic::new(Code::BadCell)
            .arg("text", text(value.level))
            .arg("expected", Text::both("a price level", "et prisniveau"))
            .arg("reason", Text::both("it is written as 2023-pl", "det skrives som 2023-pl"))
            .at(level.unwrap_or(fallback)),
    }
}

/// A total that its parts do not sum to.
pub(in crate::bind) fn total(key: &str, total: String, sum: String, place: Place) -> Diagnostic {
    Diagnostic::new(Code::TotalDisagrees)
        .arg("key", format!("`{key}`"))
        .arg("total", total)
        .arg("sum", sum)
        .at(place)
}

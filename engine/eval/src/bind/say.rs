//! What is said about mappings and data.
//!
//! In: places, names, texts. Out: diagnostics. Not here: finding the mistakes.

use ramme_diag::{Code, Diagnostic, Place, Span, Text, closest};
use ramme_rulebook::model::{Axis, EntityId, Input, Rulebook, SetId, Type};
use ramme_value::{Decimal, NumType, PeriodKind};

use super::Context;
use super::resolve::{CellSource, Mapped, MappedValue};
use super::rows::World;
use super::unit::{UnitProblem, type_in_words};
use super::value::{Reader, Wrong, shown};
use crate::dataset::CellPlace;
use crate::scenario::{Placed, TableMap};

pub(super) fn no_file(file: &Placed<String>, near: Option<String>) -> Diagnostic {
    Diagnostic::new(Code::FileMissing).arg("file", &file.value).maybe_arg("suggestion", near).at(file.span)
}

pub(super) fn no_column(name: &Placed<String>, near: Option<String>, file: &str) -> Diagnostic {
    Diagnostic::new(Code::UnknownColumn)
        .arg("column", &name.value)
        .maybe_arg("suggestion", near)
        .at(name.span)
        .also(Place::line(file, 1), Text::both("its headings stand here", "dens overskrifter står her"))
}

/// A name of the scenario that the rules do not have; `what` says what it should be.
pub(super) fn not_in_rules(name: &Placed<String>, what: Text, near: Option<String>) -> Diagnostic {
    Diagnostic::new(Code::NotInRules)
        .arg("what", what)
        .arg("name", &name.value)
        .maybe_arg("suggestion", near)
        .at(name.span)
}

/// A key with keys of its own that is neither an entity nor a key of a table.
pub(super) fn no_entity_or_key<'n>(
    name: &Placed<String>,
    entities: impl Iterator<Item = &'n str>,
) -> Diagnostic {
    let keys = ["where", "key", "value", "input", "columns", "published", "members"];
    not_in_rules(name, Text::both("entity", "entiteten"), closest(name.text(), entities.chain(keys)))
}

pub(super) fn no_row_passes(map: &TableMap) -> Diagnostic {
    let place = map.filters.first().map_or(map.span, |filter| filter.column.span);
    Diagnostic::new(Code::BadValue)
        .arg("key", "where")
        .arg("text", Text::both("fulfilled by no row of the file", "ikke opfyldt af nogen række i filen"))
        .arg("expected", Text::both("at least one row", "mindst én række"))
        .at(place)
}

fn axis_name(book: &Rulebook, axis: Axis) -> String {
    match axis {
        Axis::Entity(entity) => book.entity_name(entity).to_owned(),
        Axis::Set(set) => book.set_name(set).to_owned(),
        Axis::Period(kind) => kind.name().to_owned(),
    }
}

pub(super) fn axis_not_keyed(book: &Rulebook, name: &str, axis: Axis, span: Span) -> Diagnostic {
    Diagnostic::new(Code::AxisNotKeyed).arg("name", name).arg("axis", axis_name(book, axis)).at(span)
}

pub(super) fn not_by(name: &str, kind: PeriodKind, span: Span) -> Diagnostic {
    let what = Text::both(
        format!("reading `{name}` by {}", kind.name()),
        format!("at læse `{name}` pr. {}", kind.name()),
    );
    Diagnostic::new(Code::ScenarioNotDoneYet).arg("what", what).at(span)
}

pub(super) fn show_in(name: &Placed<ramme_value::PriceLevel>, shown: &str) -> Diagnostic {
    let what = Text::both(
        format!("showing `{shown}` in `{}`", name.value),
        format!("at vise `{shown}` i `{}`", name.value),
    );
    Diagnostic::new(Code::ScenarioNotDoneYet).arg("what", what).at(name.span)
}

pub(super) fn not_in_set(book: &Rulebook, set: SetId, text: &str) -> Diagnostic {
    let members = book.sets.get(set.index()).map(|s| s.members.as_slice()).unwrap_or_default();
    Diagnostic::new(Code::NotInSet)
        .arg("text", text)
        .arg("set", book.set_name(set))
        .maybe_arg("suggestion", closest(text, members))
}

pub(super) fn not_a_year(text: &str) -> Diagnostic {
    Diagnostic::new(Code::BadCell)
        .arg("text", text)
        .arg("expected", Text::both("a year", "et årstal"))
        .arg("reason", Text::both("years are written as 2023", "årstal skrives som 2023"))
}

pub(super) fn year_too_far(
    table: &Mapped<'_>,
    row: usize,
    column: usize,
    found: i64,
    limit: i64,
) -> Diagnostic {
    let name = table.raw.headings.get(column).map_or("year", String::as_str);
    Diagnostic::new(Code::TooManyPeriods)
        .arg("name", name)
        .arg("found", found)
        .arg("limit", limit)
        .at(table.raw.place(row, column))
}

pub(super) fn blank_key(table: &Mapped<'_>, row: usize, column: usize) -> Diagnostic {
    let name = table.raw.headings.get(column).map_or("", String::as_str);
    Diagnostic::new(Code::BlankKey).arg("column", name).at(table.raw.place(row, column))
}

pub(super) fn bad_cell(
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
    Diagnostic::new(Code::BadCell)
        .arg("text", table.raw.cell(row, column))
        .arg("expected", expected)
        .arg("reason", reason)
        .at(table.raw.place(row, column))
}

pub(super) fn bad_decimals(table: &Mapped<'_>, row: usize, column: usize) -> Diagnostic {
    Diagnostic::new(Code::BadCell)
        .arg("text", table.raw.cell(row, column))
        .arg("expected", Text::both("a number of decimals", "et antal decimaler"))
        .arg("reason", Text::both("it is a whole number from -18 to 18", "det er et helt tal fra -18 til 18"))
        .at(table.raw.place(row, column))
}

pub(super) fn no_document<'n>(
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

pub(super) fn two_rolls(book: &Rulebook, entity: EntityId, table: &Mapped<'_>) -> Diagnostic {
    let span = table.map.roll.as_ref().map_or(table.map.span, |roll| roll.entity.span);
    Diagnostic::new(Code::TwoRolls).arg("entity", book.entity_name(entity)).at(span)
}

/// Two rows of a roll with one key.
pub(super) fn duplicate_row(
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
    let heading = usize::from(held.column).checked_sub(1);
    let heading = heading.and_then(|at| table.raw.headings.get(at)).filter(|_| same);
    // Only tables of the scenario have files; the first with that position names it.
    let name = if same { table.raw.name.as_str() } else { file_name(context, held.file) };
    Place::cell(name, held.line, u32::from(held.column), heading.map(String::as_str))
}

/// The name of a file by its position: files stand in the order in which tables first name them.
fn file_name<'a>(context: &Context<'a>, at: u16) -> &'a str {
    let mut seen: Vec<(&str, char)> = Vec::new();
    for table in &context.scenario.tables {
        let key = (table.file.text(), table.delimiter);
        if !seen.contains(&key) {
            seen.push(key);
        }
    }
    seen.get(usize::from(at)).map_or("", |(name, _)| *name)
}

/// A second row for a cell that has one.
pub(super) fn duplicate_cell(
    table: &Mapped<'_>,
    context: &Context<'_>,
    held: CellPlace,
    (row, column): (usize, usize),
    key: &str,
) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey)
        .arg("key", format!("`{key}`"))
        .arg("first", held.line)
        .arg("second", table.raw.line(row, column))
        .at(table.raw.place(row, column))
        .also(place_of(context, table, held), Text::both("it stands here first", "den står her først"))
}

/// Two rows that say different things where they should say one.
pub(super) fn not_constant(
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
pub(super) fn not_on_roll(
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
    let known = rows.is_some_and(|rows| rows.index.contains_key(key));
    let name = book.entity_name(entity);
    if !known {
        let near = rows.and_then(|rows| closest(key, &rows.keys));
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

pub(super) fn cell_not_mapped(table: &Mapped<'_>, row: usize, column: usize) -> Diagnostic {
    let heading = table.raw.headings.get(column).map_or("", String::as_str);
    Diagnostic::new(Code::CellNotMapped)
        .arg("text", table.raw.cell(row, column))
        .arg("column", heading)
        .at(table.raw.place(row, column))
}

pub(super) fn no_relation(table: &Mapped<'_>, row: usize, column: usize, name: &str) -> Diagnostic {
    let key = table.raw.row_place(row);
    let line = if let Place::Cell { line, .. } = key { line } else { 0 };
    Diagnostic::new(Code::RelationNotGiven)
        .arg("name", name)
        .arg("key", Text::both(format!("line {line}"), format!("linje {line}")))
        .at(table.raw.place(row, column))
}

pub(super) fn relation_not_given(
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
pub(super) fn wrong(reader: &Reader<'_>, row: usize, column: usize, wrong: Wrong) -> Diagnostic {
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
                .maybe_arg("suggestion", rows.and_then(|rows| closest(text, &rows.keys)))
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
pub(super) fn out_of_bounds(input: &Input, ty: &Type, text: &str) -> Diagnostic {
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
pub(super) fn unit(
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
    let fallback: Place = stated.map_or(table.map.span, |map| map.column.span).into();
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
pub(super) fn total(key: &str, total: String, sum: String, place: Place) -> Diagnostic {
    Diagnostic::new(Code::TotalDisagrees)
        .arg("key", format!("`{key}`"))
        .arg("total", total)
        .arg("sum", sum)
        .at(place)
}

/// A text that does not say what to set.
pub(super) fn bad_set(text: &str, reason: Text, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadSet).arg("text", text).arg("reason", reason).at(span)
}

pub(super) fn cannot_set(name: &str, found: Text, span: Span) -> Diagnostic {
    Diagnostic::new(Code::CannotSet).arg("name", name).arg("found", found).at(span)
}

pub(super) fn no_value(text: &str, near: Option<String>, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NoSuchValue).arg("text", text).maybe_arg("suggestion", near).at(span)
}

pub(super) fn no_group(book: &Rulebook, group: &Placed<String>) -> Diagnostic {
    Diagnostic::new(Code::NoSuchGroup)
        .arg("group", &group.value)
        .maybe_arg("suggestion", closest(group.text(), book.groups.iter().map(|g| &g.name)))
        .at(group.span)
}

pub(super) fn no_reading(group: &Placed<String>, reading: &Placed<String>, members: &[String]) -> Diagnostic {
    let choices = members.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Diagnostic::new(Code::NoSuchReading)
        .arg("group", &group.value)
        .arg("reading", &reading.value)
        .arg("choices", choices)
        .at(reading.span)
}

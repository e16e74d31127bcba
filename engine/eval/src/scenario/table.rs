//! `[[table]]`: one data file and how its cells become values.
//!
//! In: the section. Out: a [`TableMap`]. Not here: whether columns, inputs and axes of these names exist.

use ramme_value::NumberStyle;

use super::walk::{Item, Section, Walk};
use super::{
    Filter, KeyMap, Members, Placed, Published, Roll, Source, TableMap, Target, ValueMap, import, say,
};

/// Every `[[table]]`, in order, each with the file of the base that it replaces.
pub(super) fn all(walk: &mut Walk, root: &mut Section<'_>) -> Vec<(TableMap, Option<Placed<String>>)> {
    let items = root.get("table").and_then(|item| walk.list(item, "table")).unwrap_or_default();
    let sections: Vec<_> = items.into_iter().filter_map(|item| walk.section(item, "table")).collect();
    let mut out = Vec::new();
    for mut section in sections {
        let replaced = section.get("replace").and_then(|item| walk.text(item, "replace"));
        out.extend(one(walk, &mut section).map(|table| (table, replaced)));
    }
    out
}

fn one(walk: &mut Walk, section: &mut Section<'_>) -> Option<TableMap> {
    let file = walk.needed(section, "file").and_then(|item| walk.text(item, "file"));
    let delimiter = section.get("delimiter").and_then(|item| walk.mark(item, "delimiter"));
    let style = style(walk, section);
    let missing = section.get("missing").map(|item| walk.texts(item, "missing")).unwrap_or_default();
    let suppressed = section.get("suppressed").map(|item| walk.texts(item, "suppressed")).unwrap_or_default();
    let reading = import::reading(walk, section, file.as_ref().map(Placed::text));
    let suppress = import::suppress(walk, section);
    let exclude = import::exclude(walk, section);
    let filters = filters(walk, section);
    let roll = roll(walk, section);
    let keys = keys(walk, section);
    let mut values: Vec<ValueMap> = long(walk, section).into_iter().collect();
    values.extend(wide(walk, section));
    let published = published(walk, section);
    let revised = revised(walk, section);
    let members = members(walk, section);
    let names = section.get("names").and_then(|item| walk.text(item, "names"));
    values.extend(fields(walk, section));
    let tried = section.get("value").or(section.get("columns")).or(section.get("roll")).is_some();
    if values.is_empty() && !tried {
        walk.say(say::table_without_values(section.span));
    }
    Some(TableMap {
        here: section.here(),
        file: file?,
        reading,
        delimiter: delimiter.unwrap_or(','),
        style,
        missing: missing.into_iter().map(|sign| sign.value).collect(),
        suppressed: suppressed.into_iter().map(|sign| sign.value).collect(),
        suppress,
        exclude,
        filters,
        roll,
        keys,
        values,
        published,
        revised,
        members,
        names,
    })
}

fn style(walk: &mut Walk, section: &mut Section<'_>) -> NumberStyle {
    let decimal = section.get("decimal").and_then(|item| walk.mark(item, "decimal"));
    let item = section.get("thousands");
    let thousands = item.and_then(|item| walk.mark(item, "thousands"));
    let decimal = decimal.unwrap_or('.');
    if let Some(item) = item.filter(|_| thousands == Some(decimal)) {
        walk.say(say::equal_marks(walk.span(item.span()), decimal));
    }
    NumberStyle { decimal, thousands }
}

fn filters(walk: &mut Walk, section: &mut Section<'_>) -> Vec<Filter> {
    let found = section.get("where").and_then(|item| walk.section(item, "where"));
    let entries = found.map(|section| section.others(walk)).unwrap_or_default();
    entries.into_iter().map(|(column, item)| Filter { column, texts: walk.texts(item, "where") }).collect()
}

/// `provider`, or `provider by year`
fn roll(walk: &mut Walk, section: &mut Section<'_>) -> Option<Roll> {
    let text = section.get("roll").and_then(|item| walk.text(item, "roll"))?;
    let words: Vec<&str> = text.value.split_whitespace().collect();
    let (entity, by_year) = match words.as_slice() {
        [entity] => (*entity, false),
        [entity, "by", "year"] => (*entity, true),
        _ => {
            walk.say(say::not_a_roll(&text));
            return None;
        }
    };
    Some(Roll { entity: Placed { value: entity.to_owned(), span: text.span }, by_year })
}

/// `key = { area = "area", year = { all = "2022" } }`
fn keys(walk: &mut Walk, section: &mut Section<'_>) -> Vec<KeyMap> {
    let found = section.get("key").and_then(|item| walk.section(item, "key"));
    let entries = found.map(|section| section.others(walk)).unwrap_or_default();
    let mut out = Vec::new();
    for (axis, item) in entries {
        let key = match item.get_ref().as_table() {
            None => walk.text(item, &axis.value).map(Source::Column),
            Some(_) => walk.section(item, &axis.value).and_then(|mut inner| {
                let all = walk.needed(&mut inner, "all").and_then(|item| walk.text_or_number(item, "all"));
                walk.no_others(&inner);
                all.map(Source::All)
            }),
        };
        out.extend(key.map(|key| KeyMap { axis, key }));
    }
    out
}

/// `value` and `input`: a long file, one figure a row.
fn long(walk: &mut Walk, section: &mut Section<'_>) -> Option<ValueMap> {
    let (value, input) = (section.get("value"), section.get("input"));
    let (value, input) = match (value, input) {
        (None, None) => return None,
        (Some(value), Some(input)) => (value, input),
        (Some(_), None) => {
            walk.say(say::missing_key(section.span, "input"));
            return None;
        }
        (None, Some(_)) => {
            walk.say(say::missing_key(section.span, "value"));
            return None;
        }
    };
    let target = long_target(walk, input);
    let found = if value.get_ref().is_str() {
        walk.text(value, "value").map(|column| (column, Form::default()))
    } else {
        walk.section(value, "value").and_then(|mut inner| {
            let column = walk.needed(&mut inner, "column").and_then(|item| walk.text(item, "column"));
            let form = form(walk, &mut inner);
            walk.no_others(&inner);
            column.map(|column| (column, form))
        })
    };
    let (column, form) = found?;
    Some(form.value(column, target?))
}

/// `input = "budget"` or `input = { from = "measure", budget = "budget", regnskab = "accounts" }`
fn long_target(walk: &mut Walk, item: Item<'_>) -> Option<Target> {
    if item.get_ref().is_str() {
        return walk.text(item, "input").map(Target::Input);
    }
    let mut section = walk.section(item, "input")?;
    let column = walk.needed(&mut section, "from").and_then(|item| walk.text(item, "from"));
    let entries = section.others(walk);
    let inputs =
        entries.into_iter().filter_map(|(cell, item)| Some((cell, walk.text(item, "input")?))).collect();
    Some(Target::ByCell { column: column?, inputs })
}

/// `columns`: a wide file. The key is the heading; or, where `column` gives the heading, the input.
fn wide(walk: &mut Walk, section: &mut Section<'_>) -> Vec<ValueMap> {
    let found = section.get("columns").and_then(|item| walk.section(item, "columns"));
    let entries = found.map(|section| section.others(walk)).unwrap_or_default();
    entries.into_iter().filter_map(|(key, item)| wide_one(walk, key, item)).collect()
}

fn wide_one(walk: &mut Walk, key: Placed<String>, item: Item<'_>) -> Option<ValueMap> {
    if item.get_ref().is_str() {
        let unit = walk.text(item, &key.value)?;
        let form = Form { unit: Some(Source::All(unit)), ..Form::default() };
        return Some(form.value(key.clone(), Target::Input(key)));
    }
    let mut inner = walk.section(item, &key.value)?;
    let input = inner.get("input").and_then(|item| walk.text(item, "input"));
    let column = inner.get("column").and_then(|item| walk.text(item, "column"));
    let form = form(walk, &mut inner);
    walk.no_others(&inner);
    match (input, column) {
        (Some(_), Some(column)) => {
            walk.say(say::either_or(column.span, "input", "column"));
            None
        }
        (Some(input), None) => Some(form.value(key, Target::Input(input))),
        (None, Some(column)) => Some(form.value(column, Target::Input(key))),
        (None, None) => Some(form.value(key.clone(), Target::Input(key))),
    }
}

/// Whatever else stands in the table: `provider.operator = "municipality_id"`.
fn fields(walk: &mut Walk, section: &mut Section<'_>) -> Vec<ValueMap> {
    let mut out = Vec::new();
    for (entity, item) in section.others(walk) {
        if !item.get_ref().is_table() {
            walk.say(say::unknown_key(&entity, section.known()));
            continue;
        }
        let entries = walk.section(item, &entity.value).map(|inner| inner.others(walk)).unwrap_or_default();
        for (field, item) in entries {
            let found = field_source(walk, &field, item);
            out.extend(found.map(|(column, form)| form.value(column, Target::Field(entity.clone(), field))));
        }
    }
    out
}

fn field_source(walk: &mut Walk, field: &Placed<String>, item: Item<'_>) -> Option<(Placed<String>, Form)> {
    if item.get_ref().is_str() {
        return walk.text(item, &field.value).map(|column| (column, Form::default()));
    }
    let mut inner = walk.section(item, &field.value)?;
    let column = walk.needed(&mut inner, "column").and_then(|item| walk.text(item, "column"));
    let form = form(walk, &mut inner);
    walk.no_others(&inner);
    column.map(|column| (column, form))
}

/// How a column has its values.
#[derive(Default)]
struct Form {
    unit: Option<Source<String>>,
    level: Option<Source<String>>,
    decimals: Option<Source<i32>>,
}

impl Form {
    fn value(self, column: Placed<String>, target: Target) -> ValueMap {
        ValueMap { column, target, unit: self.unit, level: self.level, decimals: self.decimals }
    }
}

fn form(walk: &mut Walk, section: &mut Section<'_>) -> Form {
    let mut from = |all: &'static str, column: &'static str| {
        let stated = section.get(all).and_then(|item| walk.text(item, all)).map(Source::All);
        let held = section.get(column).and_then(|item| walk.text(item, column)).map(Source::Column);
        match (stated, held) {
            (Some(_), Some(Source::Column(second) | Source::All(second))) => {
                walk.say(say::either_or(second.span, all, column));
                None
            }
            (stated, held) => stated.or(held),
        }
    };
    let (unit, level) = (from("unit", "unit_from"), from("level", "level_from"));
    let stated = section.get("decimals").and_then(|item| walk.whole(item, "decimals"));
    let held = section.get("decimals_from").and_then(|item| walk.text(item, "decimals_from"));
    let decimals = match (stated, held) {
        (Some(_), Some(second)) => {
            walk.say(say::either_or(second.span, "decimals", "decimals_from"));
            None
        }
        (Some(stated), None) => match i32::try_from(stated.value) {
            Ok(value) if (-18..=18).contains(&value) => {
                Some(Source::All(Placed { value, span: stated.span }))
            }
            _ => {
                walk.say(say::bad_decimals(stated.span));
                None
            }
        },
        (None, held) => held.map(Source::Column),
    };
    Form { unit, level, decimals }
}

/// A date, a document, `{ column = … }` with dates, or `{ from = … }` with documents.
/// `revisions = "latest"`
fn revised(walk: &mut Walk, section: &mut Section<'_>) -> bool {
    let Some(text) = section.get("revisions").and_then(|item| walk.text(item, "revisions")) else {
        return false;
    };
    if text.text() != "latest" {
        walk.say(say::not_one_of(&text, "revisions", &["latest"]));
    }
    true
}

fn published(walk: &mut Walk, section: &mut Section<'_>) -> Option<Published> {
    let item = section.get("published")?;
    if item.get_ref().is_datetime() {
        return walk.date(item, "published").map(Published::On);
    }
    if item.get_ref().is_str() {
        let text = walk.text(item, "published")?;
        return Some(match ramme_value::Date::parse_iso(&text.value) {
            Ok(date) => Published::On(Placed { value: date, span: text.span }),
            Err(_) => Published::With(text),
        });
    }
    let mut inner = walk.section(item, "published")?;
    let dates = inner.get("column").and_then(|item| walk.text(item, "column"));
    let documents = inner.get("from").and_then(|item| walk.text(item, "from"));
    walk.no_others(&inner);
    match (dates, documents) {
        (Some(_), Some(second)) => {
            walk.say(say::either_or(second.span, "column", "from"));
            None
        }
        (Some(dates), None) => Some(Published::DateColumn(dates)),
        (None, Some(documents)) => Some(Published::DocumentColumn(documents)),
        (None, None) => {
            walk.say(say::missing_key(inner.span, "from"));
            None
        }
    }
}

/// `members = { area = { "I ALT" = "i alt" } }`: the file's spelling, and the member.
fn members(walk: &mut Walk, section: &mut Section<'_>) -> Vec<Members> {
    let found = section.get("members").and_then(|item| walk.section(item, "members"));
    let sets = found.map(|section| section.others(walk)).unwrap_or_default();
    let mut out = Vec::new();
    for (set, item) in sets {
        let entries = walk.section(item, &set.value).map(|inner| inner.others(walk)).unwrap_or_default();
        let pairs =
            entries.into_iter().filter_map(|(spelling, item)| Some((spelling, walk.text(item, &set.value)?)));
        let pairs = pairs.collect();
        out.push(Members { set, pairs });
    }
    out
}

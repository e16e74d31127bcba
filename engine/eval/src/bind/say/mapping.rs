//! What is said about mappings and values set by hand.
//!
//! In: words of the scenario and of `--set`. Out: diagnostics that point at them. Not here: cells (`data`).

use ramme_diag::{Code, Diagnostic, Place, Span, Text, closest};
use ramme_rulebook::model::{Axis, Rulebook, SetId, Symbol};
use ramme_table::RawTable;
use ramme_table::import::prices::Key;
use ramme_value::PeriodKind;

use crate::scenario::{Exclude, Placed, Prices, TableMap};

pub(in crate::bind) fn no_file(file: &Placed<String>, near: Option<String>) -> Diagnostic {
    Diagnostic::new(Code::FileMissing).arg("file", &file.value).maybe_arg("suggestion", near).at(file.span)
}

/// A file of definitions that a spec names.
pub(in crate::bind) fn no_definitions(name: &str, near: Option<String>) -> Diagnostic {
    let place = Place::File(name.to_owned());
    Diagnostic::new(Code::FileMissing).arg("file", name).maybe_arg("suggestion", near).at(place)
}

pub(in crate::bind) fn no_column(name: &Placed<String>, near: Option<String>, raw: &RawTable) -> Diagnostic {
    let said = Diagnostic::new(Code::UnknownColumn)
        .arg("column", &name.value)
        .maybe_arg("suggestion", near)
        .at(name.span);
    if raw.origin().is_some() {
        let list = raw.headings.join("`, `");
        return said.note(Text::both(
            format!("`{}` is imported, and its columns are then `{list}`", raw.name),
            format!("`{}` importeres, og dens kolonner er så `{list}`", raw.name),
        ));
    }
    let line = Place::line(raw.name.as_str(), raw.heading_line);
    said.also(line, Text::both("its headings stand here", "dens overskrifter står her"))
}

/// A name of the scenario that the rules do not have; `what` says what it should be.
pub(in crate::bind) fn not_in_rules(name: &Placed<String>, what: Text, near: Option<String>) -> Diagnostic {
    Diagnostic::new(Code::NotInRules)
        .arg("what", what)
        .arg("name", &name.value)
        .maybe_arg("suggestion", near)
        .at(name.span)
}

/// `index` for a parameter that has none.
pub(in crate::bind) fn not_indexed(how: &Placed<String>, name: &str) -> Diagnostic {
    let expected = Text::both(
        format!("`last value` or `fail`, since `{name}` is not `indexed by` anything"),
        format!("`last value` eller `fail`, da `{name}` ikke er `indexed by` noget"),
    );
    extending(how, expected)
}

/// A way of going on that there is not.
pub(in crate::bind) fn unknown_extending(how: &Placed<String>, near: Option<String>) -> Diagnostic {
    let expected = Text::both("`last value`, `index` or `fail`", "`last value`, `index` eller `fail`");
    let said = extending(how, expected);
    match near {
        None => said,
        Some(near) => said.note(Text::both(format!("did you mean `{near}`?"), format!("mente du `{near}`?"))),
    }
}

fn extending(how: &Placed<String>, expected: Text) -> Diagnostic {
    Diagnostic::new(Code::BadValue)
        .arg("key", "extend")
        .arg("text", &how.value)
        .arg("expected", expected)
        .at(how.span)
}

/// A key with keys of its own that is neither an entity nor a key of a table.
pub(in crate::bind) fn no_entity_or_key<'n>(
    name: &Placed<String>,
    entities: impl Iterator<Item = &'n str>,
) -> Diagnostic {
    let keys = ["where", "key", "value", "input", "columns", "published", "members"];
    not_in_rules(name, Text::both("entity", "entiteten"), closest(name.text(), entities.chain(keys)))
}

pub(in crate::bind) fn no_row_passes(map: &TableMap) -> Diagnostic {
    let place = map.filters.first().map_or(map.here.span, |filter| filter.column.span);
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

pub(in crate::bind) fn axis_not_keyed(book: &Rulebook, name: &str, axis: Axis, span: Span) -> Diagnostic {
    Diagnostic::new(Code::AxisNotKeyed).arg("name", name).arg("axis", axis_name(book, axis)).at(span)
}

pub(in crate::bind) fn not_by(name: &str, kind: PeriodKind, span: Span) -> Diagnostic {
    let what = Text::both(
        format!("reading `{name}` by {}", kind.name()),
        format!("at læse `{name}` pr. {}", kind.name()),
    );
    Diagnostic::new(Code::ScenarioNotDoneYet).arg("what", what).at(span)
}

pub(in crate::bind) fn show_in(name: &Placed<ramme_value::PriceLevel>, shown: &str) -> Diagnostic {
    let what = Text::both(
        format!("showing `{shown}` in `{}`", name.value),
        format!("at vise `{shown}` i `{}`", name.value),
    );
    Diagnostic::new(Code::ScenarioNotDoneYet).arg("what", what).at(name.span)
}

pub(in crate::bind) fn not_in_set(book: &Rulebook, set: SetId, text: &str) -> Diagnostic {
    let members = book.sets.get(set.index()).map(|s| s.members.as_slice()).unwrap_or_default();
    Diagnostic::new(Code::NotInSet)
        .arg("text", text)
        .arg("set", book.set_name(set))
        .maybe_arg("suggestion", closest(text, members))
}

pub(in crate::bind) fn not_a_year(text: &str) -> Diagnostic {
    Diagnostic::new(Code::BadCell)
        .arg("text", text)
        .arg("expected", Text::both("a year", "et årstal"))
        .arg("reason", Text::both("years are written as 2023", "årstal skrives som 2023"))
}

/// A text that does not say what to set.
pub(in crate::bind) fn bad_set(text: &str, reason: Text, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadSet).arg("text", text).arg("reason", reason).at(span)
}

pub(in crate::bind) fn cannot_set(name: &str, found: Text, span: Span) -> Diagnostic {
    Diagnostic::new(Code::CannotSet).arg("name", name).arg("found", found).at(span)
}

pub(crate) fn no_value(text: &str, near: Option<String>, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NoSuchValue).arg("text", text).maybe_arg("suggestion", near).at(span)
}

/// Something that has no value of its own to look at.
pub(crate) fn cannot_be_set(book: &Rulebook, symbol: Symbol, span: Span) -> Diagnostic {
    cannot_set(book.name_of(symbol), book.kind_in_words(symbol), span)
}

/// A name without the keys that it needs.
pub(crate) fn needs_keys(text: &str, names: &str, span: Span) -> Diagnostic {
    let reason =
        Text::both(format!("it needs a key for {names}"), format!("den skal have en n\u{f8}gle for {names}"));
    bad_set(text, reason, span)
}

/// A value that changes in time, or a mark of a date without one.
pub(crate) fn needs_a_date(text: &str, span: Span) -> Diagnostic {
    let reason = Text::both(
        "it needs a day after `@`, as in `cap@2024-07-01`",
        "den skal have en dag efter `@`, som i `loft@2024-07-01`",
    );
    bad_set(text, reason, span)
}

/// What is wrong with a file that is imported, or open in it: with the place in the scenario where a spec is named.
pub(in crate::bind) fn import(problem: Diagnostic, table: &TableMap) -> Diagnostic {
    if problem.code() != Code::ReadingUndecided {
        return problem;
    }
    let words = match table.reading.spec() {
        Some(spec) => {
            let spec = spec.text();
            Text::both(
                format!("the spec of this table is `{spec}`"),
                format!("denne tabels specifikation er `{spec}`"),
            )
        }
        None => Text::both(
            "in a scenario the table names the spec: `spec = \"….spec.toml\"`",
            "i et scenarie nævner tabellen specifikationen: `spec = \"….spec.toml\"`",
        ),
    };
    problem.also(table.file.span, words)
}

/// `suppress` in a table without counts.
pub(in crate::bind) fn no_counts(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadValue)
        .arg("key", "suppress")
        .arg("text", Text::both("a table without counts", "en tabel uden antal"))
        .arg("expected", Text::both("an input of type `count`", "et input af typen `count`"))
        .at(span)
}

/// A list that says nothing of the report and data set.
pub(in crate::bind) fn no_exclusions(exclude: &Exclude, near: Option<String>) -> Diagnostic {
    let (report, set) = (exclude.report.text(), exclude.data_set.text());
    let said = Diagnostic::new(Code::BadValue)
        .arg("key", "exclude")
        .arg("text", format!("{report}, {set}"))
        .arg(
            "expected",
            Text::both("a report and a data set of the list", "en rapport og et datasæt på listen"),
        )
        .at(exclude.data_set.span);
    match near.filter(|near| near != set) {
        None => said,
        Some(near) => said.note(Text::both(format!("did you mean `{near}`?"), format!("mente du `{near}`?"))),
    }
}

/// `exclude` in a table whose rows are about no entity.
pub(in crate::bind) fn nobody_to_exclude(exclude: &Exclude) -> Diagnostic {
    Diagnostic::new(Code::BadValue)
        .arg("key", "exclude")
        .arg("text", Text::both("a table without an entity", "en tabel uden en entitet"))
        .arg("expected", Text::both("a key of an entity", "en nøgle for en entitet"))
        .at(exclude.file.span)
}

/// A name under `[[prices]]` that is no parameter.
pub(in crate::bind) fn no_parameter(book: &Rulebook, name: &Placed<String>) -> Diagnostic {
    let near = closest(name.text(), book.parameters.iter().map(|p| &p.name));
    not_in_rules(name, Text::both("parameter", "parameteren"), near)
}

/// A parameter that is no index.
pub(in crate::bind) fn no_index(name: &Placed<String>) -> Diagnostic {
    Diagnostic::new(Code::BadValue)
        .arg("key", "parameter")
        .arg("text", name.text())
        .arg("expected", Text::both("a parameter `by year : %`", "en parameter `by year : %`"))
        .at(name.span)
}

/// A second series for one parameter.
pub(in crate::bind) fn two_series(prices: &Prices) -> Diagnostic {
    let name = prices.parameter.text();
    Diagnostic::new(Code::BadValue)
        .arg("key", "prices")
        .arg("text", name)
        .arg("expected", Text::both("one series a parameter", "én serie til hver parameter"))
        .at(prices.parameter.span)
}

/// A file with several series that fit, or none.
pub(in crate::bind) fn which_series<'k>(
    prices: &Prices,
    keys: impl Iterator<Item = &'k Key>,
    none: bool,
) -> Diagnostic {
    let list: Vec<String> =
        keys.map(|key| format!("series = \"{}\", vintage = \"{}\"", key.series, key.vintage)).collect();
    let list = list.join("; ");
    let text = match none {
        true => Text::both("none that fits", "ingen, der passer"),
        false => Text::both("several that fit", "flere, der passer"),
    };
    let span = prices.vintage.as_ref().or(prices.series.as_ref()).map_or(prices.here.span, |said| said.span);
    Diagnostic::new(Code::BadValue)
        .arg("key", "prices")
        .arg("text", text)
        .arg("expected", Text::both(format!("one of: {list}"), format!("en af: {list}")))
        .at(span)
}

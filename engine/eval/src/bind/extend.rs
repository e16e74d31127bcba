//! `[extend]`: how parameters by year go on past their last value.
//!
//! In: names and words of the scenario. Out: what each parameter does, by its id. Not here: the values (`run::series`).

use ramme_diag::{Text, closest};
use ramme_rulebook::model::{Axis, ParameterId, Symbol};
use ramme_value::PeriodKind;

use super::{Context, Problems, say};
use crate::dataset::{Dataset, Extending, Extension};
use crate::scenario::{EXTENDINGS, Extend};

/// Takes every entry.
pub(super) fn all(context: &Context<'_>, dataset: &mut Dataset, problems: &mut Problems) {
    for entry in &context.scenario.extend {
        if let Some((id, extension)) = one(context, entry, problems) {
            dataset.extending.insert(id, extension);
        }
    }
}

fn one(context: &Context<'_>, entry: &Extend, problems: &mut Problems) -> Option<(ParameterId, Extension)> {
    let book = context.book;
    let by_year = |p: &&ramme_rulebook::model::Parameter| {
        p.dated_by.is_none() && p.axes.iter().any(|a| a.axis == Axis::Period(PeriodKind::Year))
    };
    let held = match book.find(entry.name.text()) {
        Some(Symbol::Parameter(id)) => book.parameters.get(id.index()).filter(by_year).map(|p| (id, p)),
        _ => None,
    };
    let Some((id, parameter)) = held else {
        let near =
            closest(entry.name.text(), book.parameters.iter().filter(by_year).map(|p| p.name.as_str()));
        let what = Text::both("parameter by year", "parameter pr. år");
        problems.say(say::not_in_rules(&entry.name, what, near));
        return None;
    };
    let how = match entry.how.text() {
        "last value" => Extending::LastValue,
        "fail" => Extending::Fail,
        "index" if parameter.indexed.is_none() => {
            problems.say(say::not_indexed(&entry.how, &parameter.name));
            return None;
        }
        "index" => Extending::Index,
        other => {
            problems.say(say::unknown_extending(&entry.how, closest(other, EXTENDINGS)));
            return None;
        }
    };
    let until = context.scenario.years.value.1;
    Some((id, Extension { how, until, span: entry.how.span }))
}

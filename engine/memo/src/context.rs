//! What a template sees: plain data of one result.
//!
//! In: a result and what the program knows of how it was made. Out: a map of names to values. Everything here stands in the
//! JSON as well, but for how it is spelled and laid out. Not here: how a figure is spelled (`spelling`, `rows`).

use crate::rows::{self, Part, lazy};
use minijinja::value::{Serde, Value};
use ramme_eval::result::{Basis, Deadline, Exact, RunResult, Verdict, VerdictKind};
use ramme_report::ci::Told;
use ramme_report::model::{Lever, Report, Topic};
use ramme_report::tally::{tally, tally_of};
use ramme_report::{Words, comply_report, json, number, run_report, sentence};
use ramme_value::{Date, Lang};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A result, and what the program knows of how it was made.
#[derive(Debug, Clone)]
pub struct Matter {
    /// The result; of a judgement alone, without values.
    pub result: Arc<RunResult>,
    /// The same in words: what names and rows are called by people.
    pub spoken: Arc<RunResult>,
    /// Those words.
    pub words: Words,
    /// The names of entities, to tell subjects from sets.
    pub entities: Vec<String>,
    /// The documents that the rules cite.
    pub documents: Vec<Document>,
    /// What was set in place of the rules or the data.
    pub levers: Vec<Lever>,
    /// The names of the data files.
    pub data: Vec<String>,
    /// The command line that makes the result again.
    pub command: String,
    /// The program and its version.
    pub program: String,
}

/// A document that rules cite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Its name in the rule files.
    pub document: String,
    /// Its title; the name where it has none.
    pub title: String,
    /// `law`, `agreement` or `report`.
    pub rank: String,
    /// The day on which it was published.
    #[serde(serialize_with = "iso")]
    pub published: Option<Date>,
}

#[allow(clippy::ref_option, reason = "serde asks for this form")]
fn iso<S: serde::Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.serialize_str(&day.to_string()),
        None => serializer.serialize_none(),
    }
}

/// A verdict with what people read.
#[derive(Serialize)]
struct VerdictRow<T: Serialize> {
    #[serde(flatten)]
    json: T,
    called: String,
    message: String,
    keys: Vec<String>,
    who: String,
    outcome: &'static str,
    measured_text: Option<String>,
    limit_text: Option<String>,
    excess_text: Option<String>,
    sources: Vec<String>,
    deadline_open: bool,
    before: Option<String>,
    figures: Vec<String>,
    why: Option<String>,
    owner: Option<String>,
    reasons: Vec<String>,
}

/// One verdict as a row; `spoken` is the same in words.
pub(crate) fn verdict(verdict: &Verdict, spoken: &Verdict, lang: Lang) -> Value {
    let unit = sentence::unit(verdict);
    let decimals = sentence::ratio_decimals(verdict);
    let text = |value: &Option<Exact>| value.as_ref().map(|v| number::with_unit(v, &unit, decimals, lang));
    let sources = verdict.cites.iter().map(|cite| comply_report::cited(cite, lang)).collect();
    let row = Value::from(Serde(VerdictRow {
        json: json::one_verdict(verdict, lang),
        called: sentence::rule(spoken),
        message: sentence::of(spoken, lang),
        keys: verdict.subject.iter().map(|(_, key)| key.clone()).collect(),
        who: who(spoken, lang),
        outcome: outcome(verdict.outcome, lang),
        measured_text: text(&verdict.measured),
        limit_text: text(&verdict.limit),
        excess_text: text(&verdict.excess),
        sources,
        deadline_open: verdict.deadline == Some(Deadline::NotKnown),
        figures: sentence::figures(spoken, lang),
        why: sentence::why(spoken, lang),
        owner: sentence::owner(spoken),
        reasons: spoken.missing.iter().map(|n| lang.pick(n.en.clone(), n.da.clone())).collect(),
        before: spoken.before.as_ref().map(|before| sentence::meeting(before, spoken)),
    }));
    rows::complete(
        row,
        &["missing", "comparison", "addressee", "deadline", "deadline_before", "place", "rests_on"],
    )
}

/// True for an axis of time.
pub(crate) fn is_period(axis: &str) -> bool {
    matches!(axis, "year" | "quarter" | "month")
}

/// Whom a verdict is about, whatever the year.
pub(crate) fn who(verdict: &Verdict, lang: Lang) -> String {
    let keys = sentence::keys(verdict).into_iter().filter(|(axis, _)| !is_period(axis));
    let keys: Vec<String> = keys.map(|(_, key)| key).collect();
    if keys.is_empty() { lang.pick("the whole", "helheden").to_owned() } else { keys.join(", ") }
}

fn outcome(kind: VerdictKind, lang: Lang) -> &'static str {
    match kind {
        VerdictKind::Complies => lang.pick("complies", "overholder"),
        VerdictKind::Explained => lang.pick("over, and explained", "over, og forklaret"),
        VerdictKind::Breach => lang.pick("breach", "brud"),
        VerdictKind::Undetermined => lang.pick("undetermined", "uafklaret"),
        VerdictKind::Met => lang.pick("met", "n\u{e5}et"),
        VerdictKind::NotMet => lang.pick("not met", "ikke n\u{e5}et"),
    }
}

/// How many verdicts of each kind.
#[derive(Serialize)]
struct Counts {
    complies: usize,
    explained: usize,
    breach: usize,
    undetermined: usize,
    met: usize,
    not_met: usize,
    open_targets: usize,
}

/// A rule with its verdicts counted.
#[derive(Serialize)]
struct RuleRow {
    rule: String,
    called: String,
    complies: usize,
    explained: usize,
    breach: usize,
    undetermined: usize,
}

/// A lever in words.
#[derive(Serialize)]
struct LeverRow<'a> {
    #[serde(flatten)]
    lever: &'a Lever,
    called: String,
    value_text: String,
}

fn lever_row<'a>(lever: &'a Lever, words: &Words) -> LeverRow<'a> {
    LeverRow { lever, called: words.name(&lever.name), value_text: words.value(&lever.value) }
}

#[derive(Serialize)]
struct ReadingRow<'a> {
    group: String,
    reading: String,
    code: String,
    is_default: bool,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct Years {
    first: i32,
    last: i32,
}

#[derive(Serialize)]
struct Hashes<'a> {
    rules: &'a str,
    data: &'a str,
    scenario: &'a str,
}

/// The context of a result.
pub(crate) fn of(matter: &Matter, lang: Lang) -> Value {
    let (result, spoken) = (&matter.result, &matter.spoken);
    let report = run_report(spoken, lang);
    let mut out: BTreeMap<String, Value> = BTreeMap::new();
    let mut put = |name: &str, value: Value| {
        out.insert(name.to_owned(), value);
    };
    put("title", Value::from(result.basis.title.clone()));
    let told = Told::plainly(&spoken.judgement);
    let judged = comply_report::comply_report(&spoken.basis, &told, comply_report::Room::PAGE, lang);
    // A judgement alone has no figures to sum up.
    let summary = if result.values.is_empty() { &judged.summary } else { &report.summary };
    put("summary", Value::from(summary.clone()));
    put("notes", Value::from(said(result, lang)));
    put("basis", Value::from(report.basis.clone()));
    put("parts", parts(matter, &report, &judged));
    put("party", Value::from(party(matter).map(|axis| matter.words.axis(&axis))));
    put("values", rows::all(result, spoken, lang));
    let chances: Vec<Value> =
        result.chances.iter().map(|c| Value::from(Serde(json::one_chance(c)))).collect();
    put("chances", Value::from(chances));
    let checks: Vec<Value> = result.checks.iter().map(|c| Value::from(Serde(json::one_check(c)))).collect();
    put("checks", Value::from(checks));
    put("documents", Value::from(Serde(&matter.documents)));
    let levers: Vec<LeverRow<'_>> =
        matter.levers.iter().map(|lever| lever_row(lever, &matter.words)).collect();
    put("levers", Value::from(Serde(levers)));
    put("data", Value::from(matter.data.clone()));
    put("command", Value::from(matter.command.clone()));
    put("program", Value::from(matter.program.clone()));
    basis(&result.basis, &matter.words, lang, &mut put);
    judgement(matter, lang, &mut put);
    Value::from(out)
}

/// The names that the context has.
pub(crate) fn names(context: &Value) -> Vec<String> {
    context.try_iter().map(|keys| keys.map(|key| key.to_string()).collect()).unwrap_or_default()
}

fn basis(basis: &Basis, words: &Words, lang: Lang, put: &mut impl FnMut(&str, Value)) {
    put("lang", Value::from(lang.tag()));
    put("scenario", Value::from(basis.scenario.clone()));
    put("synthetic", Value::from(basis.synthetic));
    put("known_on", Value::from(basis.known_on.map(|day| day.to_string())));
    put("years", Value::from(Serde(Years { first: basis.years.0, last: basis.years.1 })));
    put("seed", Value::from(basis.seed));
    put("draws", Value::from(basis.draws));
    put(
        "hashes",
        Value::from(Serde(Hashes {
            rules: &basis.rules_hash,
            data: &basis.data_hash,
            scenario: &basis.scenario_hash,
        })),
    );
    let readings: Vec<ReadingRow<'_>> = basis
        .readings
        .iter()
        .map(|r| {
            let (group, reading) = words.reading(&r.group, &r.reading);
            (r, group, reading)
        })
        .map(|(r, group, reading)| ReadingRow {
            group,
            reading,
            code: format!("{}.{}", r.group, r.reading),
            is_default: r.is_default,
            reason: r.why.as_ref().map(|(en, da)| lang.pick(en, da).as_str()),
        })
        .collect();
    put("readings", Value::from(Serde(readings)));
}

fn judgement(matter: &Matter, lang: Lang, put: &mut impl FnMut(&str, Value)) {
    let judgement = &matter.result.judgement;
    let counts = tally(judgement);
    put(
        "counts",
        Value::from(Serde(Counts {
            complies: counts.complies,
            explained: counts.explained,
            breach: counts.breach,
            undetermined: counts.undetermined,
            met: counts.met,
            not_met: counts.not_met,
            open_targets: counts.open_targets,
        })),
    );
    let mut rules: Vec<&str> = Vec::new();
    for verdict in &judgement.results {
        if !rules.contains(&verdict.rule.as_str()) {
            rules.push(&verdict.rule);
        }
    }
    let rules: Vec<RuleRow> = rules
        .into_iter()
        .map(|rule| {
            let counts = tally_of(judgement.results.iter().filter(|v| v.rule == rule));
            RuleRow {
                rule: rule.to_owned(),
                called: matter.words.name(rule),
                complies: counts.complies,
                explained: counts.explained,
                breach: counts.breach,
                undetermined: counts.undetermined,
            }
        })
        .collect();
    put("rules", Value::from(Serde(rules)));
    let both = || (Arc::clone(&matter.result), Arc::clone(&matter.spoken));
    let (held, said) = both();
    let verdicts = lazy(judgement.results.len(), move |at| {
        Some(verdict(held.judgement.results.get(at)?, said.judgement.results.get(at)?, lang))
    });
    put("verdicts", verdicts);
    let (held, said) = both();
    let targets = lazy(judgement.targets.len(), move |at| {
        Some(verdict(held.judgement.targets.get(at)?, said.judgement.targets.get(at)?, lang))
    });
    put("targets", targets);
}

/// The sentences that were said along the way, each once.
fn said(result: &RunResult, lang: Lang) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for note in result.notes.iter().chain(&result.judgement.notes) {
        let sentence = lang.pick(&note.en, &note.da).clone();
        if !all.contains(&sentence) {
            all.push(sentence);
        }
    }
    all
}

/// The entity that stands for the parties of an agreement: municipalities where there are any, else the only one.
fn party(matter: &Matter) -> Option<String> {
    let mut shown: Vec<&String> = Vec::new();
    for axis in matter.result.values.iter().flat_map(|o| &o.axes) {
        if matter.entities.contains(axis) && !shown.contains(&axis) {
            shown.push(axis);
        }
    }
    let municipal = |axis: &&&String| {
        let name = axis.to_lowercase();
        name.contains("municipal") || name.contains("kommune")
    };
    match (shown.iter().find(municipal), shown.as_slice()) {
        (Some(axis), _) => Some((*axis).clone()),
        (None, [only]) => Some((*only).clone()),
        _ => None,
    }
}

/// The parts of the report, by what they are about.
fn parts(matter: &Matter, report: &Report, judged: &Report) -> Value {
    let mut groups: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for name in
        ["short", "totals", "parties", "details", "checks", "chances", "hindcasts", "verdicts", "counted"]
    {
        groups.insert(name, Vec::new());
    }
    // The report's axes are in words.
    let party = party(matter).map(|axis| matter.words.axis(&axis));
    let entities: Vec<String> = matter.entities.iter().map(|name| matter.words.axis(name)).collect();
    let mut put = |name: &'static str, section: &ramme_report::model::Section, axes: &[String]| {
        let part = Part { section: section.clone(), axes: axes.to_vec() };
        groups.entry(name).or_default().push(Value::from_object(part));
    };
    for section in &report.sections {
        match &section.topic {
            Topic::InShort => put("short", section, &[]),
            Topic::Figures(axes) => {
                let of_party = party.as_ref().is_some_and(|p| axes.contains(p));
                let of_entity = axes.iter().any(|axis| entities.contains(axis));
                let name = if of_party {
                    "parties"
                } else if of_entity {
                    "details"
                } else {
                    "totals"
                };
                put(name, section, axes);
            }
            Topic::Checks => put("checks", section, &[]),
            Topic::Chances => put("chances", section, &[]),
            Topic::Hindcast => put("hindcasts", section, &[]),
            Topic::Verdicts => put("counted", section, &[]),
            Topic::Notes | Topic::Other => {}
        }
    }
    for section in judged.sections.iter().filter(|section| section.topic == Topic::Verdicts) {
        put("verdicts", section, &[]);
    }
    Value::from_pairs(groups)
}

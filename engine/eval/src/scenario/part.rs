//! One scenario file as it stands, and an overlay laid over the scenario that it extends.
//!
//! In: what one file says. Out: a whole [`Scenario`]: a base as it is, or a base with what an overlay says otherwise. Not
//! here: reading files (the caller finds the base), reading TOML (`file`).
//!
//! What an overlay says stands in place of what the base says of the same thing: a list (`rules`, `scripts`, `show`,
//! `levels`) as a whole, readings by group, `[extend]`, `[forecast]` and `[[prices]]` by name, a lever by its name and keys, a
//! `[[reconcile]]` by its total or product. Tables, checks and files of words are added, unless a table
//! `replace`s a file of the base.

use ramme_diag::{Code, Diagnostic, FileId, Text, closest};
use ramme_value::{Date, Decimal, PriceLevel};

use super::import::{FileReading, HeldBack};
use super::ties::Tying;
use super::{
    Chances, DEFAULT_DRAWS, DEFAULT_SEED, Extend, Forecast, Lever, Placed, Prices, PublishedCheck, Scenario,
    ScriptUse, TableMap, Tie, in_git, outlook,
};

/// What one scenario file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The scenario that it extends, relative to it.
    pub extends: Option<Placed<String>>,
    /// The file as the user named it.
    pub name: String,
    pub(super) file: FileId,
    pub(super) title: Option<String>,
    pub(super) rules: Option<Vec<Placed<String>>>,
    pub(super) years: Option<Placed<(i32, i32)>>,
    pub(super) known_on: Option<Date>,
    pub(super) readings: Vec<(Placed<String>, Placed<String>)>,
    pub(super) adopt: Option<Vec<Placed<String>>>,
    pub(super) draws: Option<usize>,
    pub(super) seed: Option<u64>,
    pub(super) levels: Option<Vec<Decimal>>,
    pub(super) show: Option<Vec<Placed<String>>>,
    pub(super) show_in: Option<Placed<PriceLevel>>,
    pub(super) synthetic: Option<bool>,
    pub(super) tables: Vec<(TableMap, Option<Placed<String>>)>,
    pub(super) prices: Vec<Prices>,
    pub(super) held_back: Vec<HeldBack>,
    pub(super) forecasts: Vec<Forecast>,
    pub(super) ties: Vec<Tie>,
    pub(super) extend: Vec<Extend>,
    pub(super) levers: Vec<Lever>,
    pub(super) scripts: Option<Vec<ScriptUse>>,
    pub(super) chances: Option<Chances>,
    pub(super) checks: Vec<PublishedCheck>,
    pub(super) words: Vec<Placed<String>>,
}

/// The intervals that are shown where no scenario says.
const DEFAULT_LEVELS: [i128; 2] = [80, 95];

impl Part {
    /// A scenario that extends no other.
    ///
    /// # Errors
    /// A table that replaces another, where there is none; a decision that is drawn.
    pub fn whole(self) -> Result<Scenario, Vec<Diagnostic>> {
        let base = Scenario {
            name: self.name.clone(),
            extends: Vec::new(),
            layers: Vec::new(),
            title: String::new(),
            rules: Vec::new(),
            years: self.years.unwrap_or_else(nowhere),
            known_on: None,
            readings: Vec::new(),
            adopt: Vec::new(),
            draws: DEFAULT_DRAWS,
            seed: DEFAULT_SEED,
            levels: DEFAULT_LEVELS.map(|percent| Decimal::new(percent, 2)).to_vec(),
            show: None,
            show_in: None,
            synthetic: false,
            tables: Vec::new(),
            prices: Vec::new(),
            held_back: Vec::new(),
            forecasts: Vec::new(),
            ties: Vec::new(),
            extend: Vec::new(),
            levers: Vec::new(),
            scripts: Vec::new(),
            chances: None,
            checks: Vec::new(),
            words: Vec::new(),
        };
        let mut scenario = self.over(base)?;
        scenario.extends.clear();
        Ok(scenario)
    }

    /// The base with what this file says otherwise.
    ///
    /// # Errors
    /// A table that replaces a file that the base does not have; a decision that is drawn.
    pub fn over(self, mut base: Scenario) -> Result<Scenario, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let below = std::mem::replace(&mut base.name, self.name);
        base.extends.push(below);
        base.layers.push(self.file);
        let kept = base.tables.len();
        for file in self.tables.iter().filter_map(|(_, replaced)| replaced.as_ref()) {
            if !base.tables.iter().any(|table| table.file.text() == file.text()) {
                problems.push(nothing_replaced(file, &base));
            }
        }
        let gone: Vec<&str> =
            self.tables.iter().filter_map(|(_, replaced)| replaced.as_ref()).map(Placed::text).collect();
        base.tables.retain(|table| !gone.contains(&table.file.text()));
        // What was invented stays invented as long as any of it is read.
        let invented = base.synthetic && !(kept > 0 && base.tables.is_empty());
        base.synthetic = invented || self.synthetic.unwrap_or(false);
        base.tables.extend(self.tables.into_iter().map(|(table, _)| table));
        set(&mut base.title, self.title);
        set(&mut base.rules, self.rules);
        set(&mut base.years, self.years);
        set(&mut base.draws, self.draws);
        set(&mut base.seed, self.seed);
        set(&mut base.levels, self.levels);
        set(&mut base.scripts, self.scripts);
        base.known_on = self.known_on.or(base.known_on);
        base.show = self.show.or(base.show);
        base.show_in = self.show_in.or(base.show_in);
        base.chances = self.chances.or(base.chances);
        set(&mut base.adopt, self.adopt);
        put(&mut base.readings, self.readings, |(group, _)| group.value.clone());
        put(&mut base.prices, self.prices, |prices| prices.parameter.value.clone());
        put(&mut base.held_back, self.held_back, |held| held.name.value.clone());
        put(&mut base.forecasts, self.forecasts, |forecast| forecast.input.value.clone());
        put(&mut base.ties, self.ties, |tie| match &tie.what {
            Tying::Sum { total, .. } => total.value.clone(),
            Tying::Product { product, .. } => product.value.clone(),
        });
        put(&mut base.extend, self.extend, |extend| extend.name.value.clone());
        put(&mut base.levers, self.levers, Lever::key);
        base.checks.extend(self.checks);
        base.words.extend(self.words);
        problems.extend(outlook::decisions_drawn(&base));
        if problems.is_empty() { Ok(base) } else { Err(problems) }
    }
}

/// Stands where nothing was said; a file without years was refused when it was read.
fn nowhere() -> Placed<(i32, i32)> {
    Placed { value: (0, 0), span: ramme_diag::Span::at(ramme_diag::FileId(0), 0..0) }
}

fn set<T>(held: &mut T, said: Option<T>) {
    if let Some(said) = said {
        *held = said;
    }
}

/// Each in the place of the one with its key; what is new comes last.
fn put<T>(held: &mut Vec<T>, said: Vec<T>, key: impl Fn(&T) -> String) {
    let before = held.len();
    for one in said {
        let wanted = key(&one);
        // Only what the base says gives way: two of one key in one file are both there, for who reads them to judge.
        match held.iter_mut().take(before).find(|other| key(other) == wanted) {
            Some(place) => *place = one,
            None => held.push(one),
        }
    }
}

fn nothing_replaced(file: &Placed<String>, base: &Scenario) -> Diagnostic {
    let names: Vec<&str> = base.tables.iter().map(|table| table.file.text()).collect();
    let proposal = closest(file.text(), &names).map(|name| format!("replace = \"{name}\""));
    Diagnostic::new(Code::BadValue)
        .arg("key", "replace")
        .arg("text", file.text())
        .arg(
            "expected",
            Text::both(
                "a file of a table in the scenario that this one extends",
                "en fil fra en tabel i det scenarie, som dette udvider",
            ),
        )
        .maybe_arg("proposal", proposal)
        .at(file.span)
}

impl Scenario {
    /// Paths of files, seen from another folder: `folder` is the scenario's own, relative to that one. `join` puts a
    /// folder before a path; data stay as they are where `--data` says where they lie.
    pub fn seen_from(&mut self, folder: &str, data: bool, join: impl Fn(&str, &str) -> String) {
        for rule in &mut self.rules {
            rule.value = match in_git(&rule.value) {
                Some((revision, path)) => format!("git:{revision}:{}", join(folder, path)),
                None => join(folder, &rule.value),
            };
        }
        for words in &mut self.words {
            words.value = join(folder, &words.value);
        }
        for script in &mut self.scripts {
            script.file.value = join(folder, &script.file.value);
        }
        if !data {
            return;
        }
        self.data_named(|file| join(folder, file));
    }

    /// The same with other names for its files of data: tables, their specs and lists of exclusions, prices.
    pub fn data_named(&mut self, name: impl Fn(&str) -> String) {
        let other = |file: &mut Placed<String>| file.value = name(&file.value);
        for table in &mut self.tables {
            other(&mut table.file);
            if let FileReading::Import { spec: Some(spec), .. } = &mut table.reading {
                other(spec);
            }
            if let Some(exclude) = &mut table.exclude {
                other(&mut exclude.file);
            }
        }
        self.prices.iter_mut().for_each(|prices| other(&mut prices.file));
    }
}

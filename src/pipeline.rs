//! The line from text to result, one function a station. Read this page first.
//!
//! In: paths and flags. Out: what the stations give each other: trees, a rulebook, a scenario, the view, a dataset, a
//! result. Not here: what a station does (each is a crate or a module of its own), and what is printed (`command`).

use crate::citations::Passages;
use crate::cli::Shared;
use crate::excerpt::DataText;
use crate::world::Given;
use crate::{basis, git, lints, notices, overlay, overrides, scripts, unread, why, words, world};
use ramme_diag::{Code, Diagnostic, FileId, Limits, Place, SourceMap};
use ramme_eval::bind::{Bound, RowNames, bind, row_names};
use ramme_eval::blueprint::{Blueprint, blueprint as blueprint_job};
use ramme_eval::explain::{Asked, Explainer, Explanation, Extent, explaining};
use ramme_eval::limits::{RuleLimits, limits as limits_job};
use ramme_eval::measure::Figure;
use ramme_eval::outline::{Outline, outline as outline_job};
use ramme_eval::result::{Basis, Cited, Judgement, Note, RunResult};
use ramme_eval::scenario::{Scenario, Wording, in_git};
use ramme_eval::trial::Trial;
use ramme_eval::{Job, judge as judge_job, run as run_job};
use ramme_rulebook::model::Symbol;
use ramme_rulebook::{Rulebook, View};
use ramme_syntax::tree::SourceFile;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Rule files as trees, and all texts that places point into.
#[derive(Default, Clone)]
pub struct Trees {
    /// The texts.
    pub sources: SourceMap,
    /// A tree a file, in the order of the files.
    pub files: Vec<SourceFile>,
    /// What is wrong with the texts.
    pub problems: Vec<Diagnostic>,
    /// BLAKE3 of the texts.
    pub hash: String,
}

/// Why a run stopped, with the texts that the diagnostics point into.
pub struct Stopped {
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
    /// Rule files and the scenario.
    pub sources: SourceMap,
    /// Data files.
    pub data: Vec<DataText>,
}

/// A scenario, ready to be evaluated.
pub struct Ready {
    /// The texts.
    pub sources: SourceMap,
    /// The rules.
    pub book: Rulebook,
    /// What is in force, known and read how.
    pub view: View,
    /// The scenario.
    pub scenario: Scenario,
    /// The data.
    pub bound: Bound,
    /// Data files, where a warning points into one.
    pub data: Vec<DataText>,
    /// BLAKE3 of the scenario file.
    pub scenario_hash: String,
    /// BLAKE3 of the rule files.
    pub rules_hash: String,
    /// What is probably not meant, in rules and data.
    pub warnings: Vec<Diagnostic>,
    /// What names are called by people.
    pub wording: Wording,
    /// Its data files.
    pub files: world::DataFiles,
    /// What its rows are called: read from the files once, when somebody first asks.
    named: OnceLock<RowNames>,
}

/// Stations 1 and 2: rule files to texts, texts to trees.
///
/// # Errors
/// Files that cannot be read as text, and more definitions, rules or clauses than the limits allow; what is wrong with the
/// text itself is in the trees' `problems`.
pub fn trees(paths: &[PathBuf], limits: &Limits, sources: SourceMap) -> Result<Trees, Vec<Diagnostic>> {
    trees_of(&world::rule_files(paths, limits)?, limits, sources)
}

/// Station 2: texts to trees.
///
/// # Errors
/// Files that are no text, and more definitions, rules or clauses than the limits allow.
pub fn trees_of(given: &[Given], limits: &Limits, mut sources: SourceMap) -> Result<Trees, Vec<Diagnostic>> {
    let mut trees = Trees { hash: basis::rules_hash(given), ..Trees::default() };
    let mut unreadable = Vec::new();
    for file in given {
        match ramme_syntax::decode(&file.bytes) {
            Ok(text) => {
                let id = sources.add(&file.name, text);
                let (tree, wrong) = ramme_syntax::parse(id, sources.text(id), limits);
                trees.files.push(tree);
                trees.problems.extend(wrong);
            }
            Err(problem) => unreadable.push(problem.at(world::byte_place(file))),
        }
    }
    // Said with the file and line alone: a rulebook that is over the limits is refused as a whole, and its texts with it.
    for over in ramme_rulebook::over_limits(&trees.files, limits) {
        let place = over.place().span().map_or(Place::None, |span| {
            let (line, column) = sources.line_col(span.file, span.start);
            Place::cell(sources.name(span.file), line, column, None)
        });
        unreadable.push(over.at(place));
    }
    trees.sources = sources;
    if unreadable.is_empty() { Ok(trees) } else { Err(unreadable) }
}

/// Station 3: trees to a rulebook, with everything that is wrong with texts and meaning.
pub fn rulebook(trees: &Trees) -> (Rulebook, Vec<Diagnostic>) {
    let (book, problems) = checked(trees);
    let kept = lints::Silences::of(trees).applied(problems, |_| false).0;
    (book, kept)
}

/// As [`rulebook`], with what is silenced at its place.
pub fn checked(trees: &Trees) -> (Rulebook, Vec<Diagnostic>) {
    let (book, wrong) =
        ramme_rulebook::build_beside(&trees.files, &unread::names(&trees.sources, &trees.files));
    let mut problems = trees.problems.clone();
    problems.extend(wrong);
    problems.sort_by_key(|problem| problem.place().span());
    (book, problems)
}

/// Stations 1 to 6: a scenario file, its rules, the view of them, its data.
///
/// # Errors
/// Everything that is wrong at the first station that something is wrong at.
pub fn ready(path: &Path, flags: &Shared) -> Result<Ready, Box<Stopped>> {
    ready_until(path, flags, 0)
}

/// As [`ready`], with the texts of the command line among the sources.
///
/// # Errors
/// Everything that is wrong at the first station that something is wrong at.
pub fn ready_with(path: &Path, flags: &Shared, sources: SourceMap) -> Result<Ready, Box<Stopped>> {
    ready_of(&load(path, flags, sources)?, flags)
}

/// As [`ready`], with so many years after the last that the scenario asks for.
///
/// # Errors
/// Everything that is wrong at the first station that something is wrong at.
pub fn ready_until(path: &Path, flags: &Shared, more: i32) -> Result<Ready, Box<Stopped>> {
    let mut loaded = load(path, flags, SourceMap::new())?;
    loaded.scenario.years.value.1 = loaded.scenario.years.value.1.saturating_add(more);
    ready_of(&loaded, flags)
}

/// A scenario with everything that it names, read and not yet understood.
#[derive(Clone)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// BLAKE3 of its text, of those that it extends, and of its scripts.
    pub hash: String,
    /// The texts of its scripts, in order.
    pub scripts: Vec<FileId>,
    /// What is to be said of proposals that do not hold.
    pub notes: Vec<Note>,
    /// Its rules.
    pub trees: Trees,
    /// Its data files.
    pub files: world::DataFiles,
    /// What names are called by people.
    pub wording: Wording,
}

/// Stations 1 and 2: a scenario file, its rules as trees, its data files.
///
/// # Errors
/// Files that cannot be read, and a scenario that is not one.
pub fn load(path: &Path, flags: &Shared, mut sources: SourceMap) -> Result<Loaded, Box<Stopped>> {
    loaded(path, flags, &mut sources).map_err(|problems| stopped(problems, sources, Vec::new()))
}

fn loaded(path: &Path, flags: &Shared, sources: &mut SourceMap) -> Result<Loaded, Vec<Diagnostic>> {
    let limits = Limits::default();
    let before = sources.ids().count();
    let scenario = overlay::read(path, flags.data.is_none(), &limits, sources)?;
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    let scripts = scripts::read(&scenario, &folder, &limits, sources)?;
    let texts: Vec<&str> = sources.ids().skip(before).map(|id| sources.text(id)).collect();
    let hash = basis::scenario_hash(&texts);
    let wording = words::read(&scenario, &folder, &limits, sources)?;
    let trees = trees_of(&rule_files(&scenario, &folder, &limits)?, &limits, sources.clone())?;
    let files = world::data_files(&scenario, flags.data.as_deref().unwrap_or(&folder), &limits);
    Ok(Loaded { scenario, hash, scripts, notes: Vec::new(), trees, files, wording })
}

/// The rule files of a scenario: those that lie on disk, and those that stand in revisions of git.
fn rule_files(scenario: &Scenario, folder: &Path, limits: &Limits) -> Result<Vec<Given>, Vec<Diagnostic>> {
    let on_disk = scenario.rules.iter().filter(|rules| in_git(rules.text()).is_none());
    let paths: Vec<PathBuf> = on_disk.map(|rules| folder.join(&rules.value)).collect();
    let mut given = if paths.is_empty() { Vec::new() } else { world::rule_files(&paths, limits)? };
    let mut problems = Vec::new();
    for rules in &scenario.rules {
        let Some((revision, path)) = in_git(rules.text()) else { continue };
        match git::rule_files_seen_from(folder, revision, &[Path::new(path)]) {
            Ok(found) => given.extend(found),
            Err(reason) => {
                let said = Diagnostic::new(Code::FileUnreadable).arg("file", rules.text());
                problems.push(said.arg("reason", reason).at(rules.span));
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    // One file in one version, however many paths lead to it.
    let mut seen = std::collections::BTreeSet::new();
    given.retain(|file| seen.insert((file.name.clone(), file.bytes.clone())));
    let bytes = given.iter().fold(0_u64, |sum, file| sum.saturating_add(file.bytes.len() as u64));
    match world::rulebook_too_large(bytes, given.len() as u64, limits) {
        Some(problem) => Err(vec![problem]),
        None => Ok(given),
    }
}

/// Stations 3 to 6: what was read to what can be run, with what scripts propose.
///
/// # Errors
/// Everything that is wrong at the first station that something is wrong at.
pub fn ready_of(loaded: &Loaded, flags: &Shared) -> Result<Ready, Box<Stopped>> {
    match with_proposals(loaded, flags)? {
        Some(with) => bare(&with, flags),
        None => bare(loaded, flags),
    }
}

/// A scenario whose scripts have been asked, with what they propose among its levers; none where there are no scripts.
///
/// # Errors
/// Everything that is wrong before a script runs; what stops a script; proposals that contradict something.
pub fn with_proposals(loaded: &Loaded, flags: &Shared) -> Result<Option<Loaded>, Box<Stopped>> {
    if loaded.scenario.scripts.is_empty() {
        return Ok(None);
    }
    scripts::taken(loaded, flags, bare(loaded, flags)?).map(Some)
}

/// Stations 3 to 6, without asking a script.
fn bare(loaded: &Loaded, flags: &Shared) -> Result<Ready, Box<Stopped>> {
    let Loaded { scenario, hash, trees, files, wording, .. } = loaded;
    let mut sources = trees.sources.clone();
    let (book, said) = rulebook(trees);
    if said.iter().any(Diagnostic::is_error) {
        return Err(stopped(said, sources, Vec::new()));
    }
    let known_on = flags.known_on.or(scenario.known_on);
    let chosen = overrides::readings(&book, scenario, &flags.readings, &mut sources);
    let view = match chosen.and_then(|chosen| book.view(known_on, &chosen)) {
        Ok(view) => view,
        Err(problems) => return Err(stopped(problems, sources, Vec::new())),
    };
    let sets = overrides::sets(&flags.sets, &mut sources);
    match bind(&book, known_on, scenario, files, &sets, &Limits::default()) {
        Ok(mut bound) => {
            bound.notes.extend(loaded.notes.iter().cloned());
            let data =
                if bound.warnings.is_empty() { Vec::new() } else { world::data_texts(scenario, files) };
            let warnings = said.into_iter().chain(bound.warnings.iter().cloned()).collect();
            let (scenario, scenario_hash, rules_hash) = (scenario.clone(), hash.clone(), trees.hash.clone());
            let (wording, files) = (wording.clone(), files.clone());
            Ok(Ready {
                sources,
                book,
                view,
                scenario,
                scenario_hash,
                bound,
                data,
                rules_hash,
                warnings,
                wording,
                files,
                named: OnceLock::new(),
            })
        }
        Err(problems) => Err(stopped(problems, sources, world::data_texts(scenario, files))),
    }
}

/// Station 7: a scenario to its values, forecasts, chances and verdicts.
///
/// # Errors
/// Whatever stops a run: overflow, a tie, a series that cannot be forecast.
pub fn run(ready: &mut Ready, flags: &Shared) -> Result<RunResult, Vec<Diagnostic>> {
    let mut result = run_job(job(ready, flags))?;
    let names: Vec<&str> = result.values.iter().map(|o| o.name.as_str()).collect();
    let mut basis = basis::of(ready, &names, result.basis.seed);
    basis.draws = result.basis.draws;
    result.basis = basis;
    result.notes.splice(0..0, basis::notes(ready, &flags.sets));
    words::name_verdicts(ready, &mut result.judgement, flags.speech.lang);
    cited(ready, flags, result.judgement.results.iter_mut().flat_map(|verdict| &mut verdict.cites))?;
    result.notices = notices::of(ready, &result);
    Ok(result)
}

/// Station 7, for the rules alone.
///
/// # Errors
/// Whatever stops a run.
pub fn judge(ready: &mut Ready, flags: &Shared) -> Result<(Basis, Judgement), Vec<Diagnostic>> {
    let seed = flags.seed.unwrap_or(ready.scenario.seed);
    let mut judgement = judge_job(job(ready, flags))?;
    why::say(ready, flags, &mut judgement)?;
    judgement.notes.splice(0..0, basis::notes(ready, &flags.sets));
    words::name_verdicts(ready, &mut judgement, flags.speech.lang);
    cited(ready, flags, judgement.results.iter_mut().flat_map(|verdict| &mut verdict.cites))?;
    Ok((basis::of(ready, &[], seed), judgement))
}

/// Station 7, before anything is measured.
///
/// # Errors
/// Whatever stops a run.
pub fn limits(ready: &mut Ready, flags: &Shared) -> Result<(Basis, Vec<RuleLimits>), Vec<Diagnostic>> {
    let seed = flags.seed.unwrap_or(ready.scenario.seed);
    let mut limits = limits_job(job(ready, flags))?;
    let all = limits.iter_mut().flat_map(|rule| &mut rule.limits);
    cited(ready, flags, all.flat_map(|limit| &mut limit.cites))?;
    Ok((basis::of(ready, &[], seed), limits))
}

/// Station 7 without running: the plan, and what it takes.
///
/// # Errors
/// What stops planning.
pub fn outline(ready: &mut Ready, flags: &Shared, of: Option<Symbol>) -> Result<Outline, Vec<Diagnostic>> {
    outline_job(job(ready, flags), of)
}

/// Station 7 without running, for whoever runs the plan elsewhere.
///
/// # Errors
/// What stops planning.
pub fn blueprint(ready: &mut Ready, flags: &Shared) -> Result<Blueprint, Vec<Diagnostic>> {
    blueprint_job(job(ready, flags))
}

/// Station 7, for single values: what they follow from.
///
/// # Errors
/// Whatever stops a run; a row, year or member that is not there.
pub fn explain(
    ready: &mut Ready,
    flags: &Shared,
    asked: &[Asked],
    extent: Extent,
) -> Result<Vec<Explanation>, Vec<Diagnostic>> {
    let symbols: Vec<Symbol> = asked.iter().map(|one| one.symbol).collect();
    let found = explaining(job(ready, flags), &symbols, |x| {
        asked.iter().map(|one| x.explain(one, extent)).collect::<Result<Vec<_>, _>>()
    })?;
    let mut found = found.map_err(|problem| vec![problem])?;
    if let Some(folder) = &flags.documents {
        let filled = Passages::new(&ready.book, &ready.sources, folder)
            .and_then(|mut passages| found.iter_mut().try_for_each(|one| passages.explain(&mut one.root)));
        filled.map_err(|problem| vec![problem])?;
    }
    Ok(found)
}

/// Fills in the passages of citations, where the user's copies are at hand.
fn cited<'c>(
    ready: &Ready,
    flags: &Shared,
    cites: impl Iterator<Item = &'c mut Cited>,
) -> Result<(), Vec<Diagnostic>> {
    let Some(folder) = &flags.documents else { return Ok(()) };
    Passages::new(&ready.book, &ready.sources, folder)
        .and_then(|mut passages| passages.fill(cites))
        .map_err(|problem| vec![problem])
}

/// Station 7, for whoever asks of many values what they follow from, one after the other.
///
/// # Errors
/// Whatever stops a run.
pub fn explained<T>(
    ready: &mut Ready,
    flags: &Shared,
    symbols: &[Symbol],
    work: impl FnOnce(&Explainer<'_>) -> T,
) -> Result<T, Vec<Diagnostic>> {
    explaining(job(ready, flags), symbols, work)
}

/// Station 7, for figures that are read again and again with a lever moved.
///
/// # Errors
/// What stops planning.
pub fn trial<'a>(
    ready: &'a mut Ready,
    flags: &Shared,
    figures: Vec<Figure>,
) -> Result<Trial<'a>, Vec<Diagnostic>> {
    Trial::of(job(ready, flags), figures)
}

impl Ready {
    /// What the rows of its rolls are called by people.
    pub fn row_names(&self) -> &RowNames {
        self.named.get_or_init(|| row_names(&self.scenario, &self.files, &Limits::default()))
    }

    /// Why a run was stopped after it was ready. Its texts go along: nothing more can be asked of it.
    pub fn stopped(&mut self, problems: Vec<Diagnostic>) -> Box<Stopped> {
        stopped(problems, std::mem::take(&mut self.sources), std::mem::take(&mut self.data))
    }

    /// How many draws a run makes.
    pub fn draws(&self, flags: &Shared) -> usize {
        flags.draws.and_then(|n| usize::try_from(n).ok()).unwrap_or(self.scenario.draws)
    }
}

/// What the station of evaluation takes.
pub fn job<'a>(ready: &'a mut Ready, flags: &Shared) -> Job<'a> {
    let draws = ready.draws(flags);
    Job {
        book: &ready.book,
        view: &ready.view,
        sources: &ready.sources,
        scenario: &ready.scenario,
        data: &mut ready.bound.dataset,
        seed: flags.seed.unwrap_or(ready.scenario.seed),
        draws,
    }
}

/// Why nothing came of it.
pub fn stopped(problems: Vec<Diagnostic>, sources: SourceMap, data: Vec<DataText>) -> Box<Stopped> {
    Box::new(Stopped { problems, sources, data })
}

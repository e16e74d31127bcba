//! The command line: one struct a verb.
//!
//! In: the arguments. Out: a verb with its arguments, given to its command. Not here: the flags that verbs share (`flags`),
//! what a verb does (`command`), the words of the help (`help`).

mod flags;
mod lints;
mod refused;
mod series;

pub use flags::{ResultFlags, Shared, Speech};
pub use lints::LintFlags;
pub use series::{Backtest, Forecast, Reconcile};

use crate::command;
use crate::exit::Exit;
use crate::help;
use crate::terminal::Terminal;
use clap::{Args, CommandFactory as _, Parser, Subcommand};
use ramme_value::Lang;
use std::ffi::OsString;
use std::path::PathBuf;

/// The arguments of the program.
#[derive(Parser)]
#[command(name = "ramme", version, about = help::ABOUT, disable_help_subcommand = true, after_help = help::EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    #[command(about = help::CHECK, after_help = help::CHECK_EXAMPLES)]
    Check(Check),
    #[command(about = help::FMT, after_help = help::FMT_EXAMPLES)]
    Fmt(Fmt),
    #[command(about = help::TEST, after_help = help::TEST_EXAMPLES)]
    Test(Test),
    #[command(about = help::SHOW, after_help = help::SHOW_EXAMPLES)]
    Show(Show),
    #[command(about = help::RUN, after_help = help::RUN_EXAMPLES)]
    Run(Run),
    #[command(about = help::COMPLY, after_help = help::COMPLY_EXAMPLES)]
    Comply(Comply),
    #[command(about = help::EXPLAIN, after_help = help::EXPLAIN_EXAMPLES)]
    Explain(Explain),
    #[command(about = help::AUDIT, after_help = help::AUDIT_EXAMPLES)]
    Audit(Audit),
    #[command(about = help::VERIFY, after_help = help::VERIFY_EXAMPLES)]
    Verify(Verify),
    #[command(about = help::INSPECT, after_help = help::INSPECT_EXAMPLES)]
    Inspect(Inspect),
    #[command(about = help::IMPORT, after_help = help::IMPORT_EXAMPLES)]
    Import(Import),
    #[command(about = help::FORECAST, after_help = help::FORECAST_EXAMPLES)]
    Forecast(Forecast),
    #[command(about = help::BACKTEST, after_help = help::BACKTEST_EXAMPLES)]
    Backtest(Backtest),
    #[command(about = help::RECONCILE, after_help = help::RECONCILE_EXAMPLES)]
    Reconcile(Reconcile),
    #[command(about = help::COMPARE, after_help = help::COMPARE_EXAMPLES)]
    Compare(Compare),
    #[command(about = help::SENSITIVITY, after_help = help::SENSITIVITY_EXAMPLES)]
    Sensitivity(Sensitivity),
    #[command(about = help::SEEK, after_help = help::SEEK_EXAMPLES)]
    Seek(Seek),
    #[command(about = help::DIFF, after_help = help::DIFF_EXAMPLES)]
    Diff(Diff),
    #[command(about = help::SQL, after_help = help::SQL_EXAMPLES)]
    Sql(Sql),
    #[command(about = help::INIT, after_help = help::INIT_EXAMPLES)]
    Init(Init),
    #[command(about = help::COMPLETIONS, after_help = help::COMPLETIONS_EXAMPLES)]
    Completions(Completions),
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

/// `ramme check`
#[derive(Args)]
pub struct Check {
    /// Rule files, or folders that hold them.
    #[arg(required = true, value_name = "RULES")]
    pub rules: Vec<PathBuf>,
    /// full, concise, json, sarif or github.
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Hold the citations' fingerprints against the copies of the documents in this folder.
    #[arg(long, value_name = "DIR")]
    pub documents: Option<PathBuf>,
    /// Write the fingerprints anew from those copies, to fingerprints.toml beside the documents' declarations.
    #[arg(long, requires = "documents")]
    pub renew: bool,
    #[command(flatten)]
    pub lints: LintFlags,
    #[command(flatten)]
    pub speech: Speech,
}

/// `ramme fmt`
#[derive(Args)]
pub struct Fmt {
    /// Rule files, folders that hold them, or - for standard input.
    #[arg(required = true, value_name = "FILES")]
    pub files: Vec<PathBuf>,
    /// Only say which files would change; exit code 1 if any would.
    #[arg(long)]
    pub check: bool,
    #[command(flatten)]
    pub speech: Speech,
}

/// `ramme test`
#[derive(Args)]
pub struct Test {
    /// Rule files, or folders that hold them.
    #[arg(required = true, value_name = "RULES")]
    pub rules: Vec<PathBuf>,
    /// Only tests whose name holds this.
    #[arg(long, value_name = "NAME")]
    pub filter: Option<String>,
    /// full or json.
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Name the clauses and branches that no test reaches.
    #[arg(long)]
    pub coverage: bool,
    #[command(flatten)]
    pub lints: LintFlags,
    #[command(flatten)]
    pub speech: Speech,
}

/// `ramme show`
#[derive(Args)]
pub struct Show {
    /// Rule files or folders, or one scenario; then the name to show.
    #[arg(required = true, value_name = "RULES|SCENARIO [NAME]")]
    pub what: Vec<OsString>,
    /// Of a scenario: the steps of its plan in order, what they take, what is shared and what is not needed. Nothing is run.
    #[arg(long)]
    pub plan: bool,
    #[command(flatten)]
    pub shared: Shared,
}

/// `ramme run`
#[derive(Args)]
pub struct Run {
    /// The scenario file.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// What reading and computing took, on standard error: for benches.
    #[arg(long, hide = true)]
    pub timings: bool,
    /// Templates of your own for the memo, in place of the program's of the same name.
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    #[command(flatten)]
    pub result: ResultFlags,
    #[command(flatten)]
    pub shared: Shared,
}

/// `ramme comply`
#[derive(Args)]
pub struct Comply {
    /// The scenario file.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// A subject of which it is not known whether it complies is no finding.
    #[arg(long)]
    pub allow_undetermined: bool,
    /// The JSON of an earlier judgement: what it found is known, and only what is new is a finding.
    #[arg(long, value_name = "FILE", conflicts_with = "limits")]
    pub baseline: Option<PathBuf>,
    /// The limits alone, before anything is measured, up to the year after the last of the data.
    #[arg(long)]
    pub limits: bool,
    /// Write a letter for each subject of which something was found, and the list of them all, into this folder: one that is
    /// not there, or is empty.
    #[arg(long, value_name = "DIR", conflicts_with = "limits")]
    pub letters: Option<PathBuf>,
    /// Templates of your own for letters and list, in place of the program's of the same name.
    #[arg(long, value_name = "DIR", requires = "letters")]
    pub templates: Option<PathBuf>,
    #[command(flatten)]
    pub result: ResultFlags,
    #[command(flatten)]
    pub shared: Shared,
}

/// `ramme explain`
#[derive(Args)]
pub struct Explain {
    /// A code, such as E0201; or a scenario and a value: 'NAME[key,…]'.
    #[arg(required = true, num_args = 1..=2, value_name = "CODE|SCENARIO NAME[key,…]")]
    pub what: Vec<OsString>,
    /// Another value: prints only where the two part ways.
    #[arg(long, value_name = "NAME[key,…]")]
    pub diff: Option<String>,
    /// How many named values below the first are taken apart, or full.
    #[arg(long, value_name = "N|full", default_value = "3")]
    pub depth: String,
    /// How many rows of a sum, a count or an order are listed.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub rows: usize,
    #[command(flatten)]
    pub result: ResultFlags,
    #[command(flatten)]
    pub shared: Shared,
}

/// `ramme audit`
#[derive(Args)]
pub struct Audit {
    /// A CSV of figures as published: measure and value, and what else is known of each.
    #[arg(value_name = "FIGURES.csv")]
    pub file: PathBuf,
    /// The mark before the decimals of its figures; with a comma, points stand between thousands.
    #[arg(long, value_name = "MARK", default_value = ".", value_parser = [".", ","])]
    pub decimal: String,
    /// text or json; stronger than the ending of -o.
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write the result here; the ending decides the format. The file appears whole or not at all.
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub speech: Speech,
}

/// `ramme verify`
#[derive(Args)]
pub struct Verify {
    /// A result that run, comply, explain, sensitivity or seek wrote as JSON.
    #[arg(value_name = "RESULT.json")]
    pub result: PathBuf,
    /// Where the data lie, if the result was made with --data.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Where your copies of the documents lie, if the result was made with --documents.
    #[arg(long, value_name = "DIR")]
    pub documents: Option<PathBuf>,
    #[command(flatten)]
    pub speech: Speech,
}

/// `ramme inspect`
#[derive(Args)]
pub struct Inspect {
    /// The data file: CSV, PX, JSON-stat or XLSX.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Write the spec that fixes the reading here.
    #[arg(short = 'o', long = "output", value_name = "SPEC.toml")]
    pub output: Option<PathBuf>,
    /// Hold the file against this spec.
    #[arg(long, value_name = "SPEC.toml")]
    pub spec: Option<PathBuf>,
    #[command(flatten)]
    pub speech: Speech,
}

/// `ramme import`
#[derive(Args)]
pub struct Import {
    /// The data file: CSV, PX, JSON-stat or XLSX.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What is said of how the file is read.
    #[arg(long, value_name = "SPEC.toml")]
    pub spec: Option<PathBuf>,
    /// Write the tidy CSV here. The file appears whole or not at all.
    #[arg(short = 'o', long = "output", value_name = "OUT.csv")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub speech: Speech,
}

/// `ramme compare`
#[derive(Args)]
pub struct Compare {
    /// Two scenario files or more; the first is held against each of the others. Or one, held against itself with what --set
    /// and --reading say.
    #[arg(required = true, num_args = 1.., value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// Keep what --set and --reading say as an overlay over the last scenario that is named; it gives the same when it is run.
    #[arg(long, value_name = "OVERLAY.toml")]
    pub save: Option<PathBuf>,
    /// The reason that stands in the overlay for each value.
    #[arg(long, value_name = "TEXT", requires = "save", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub reason: Option<String>,
    /// The author that stands there.
    #[arg(long, value_name = "TEXT", requires = "save", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub author: Option<String>,
    /// Write over an overlay that is there already.
    #[arg(long, requires = "save")]
    pub overwrite: bool,
    #[command(flatten)]
    pub result: ResultFlags,
    #[command(flatten)]
    pub shared: Shared,
}

/// `ramme sensitivity`
#[derive(Args)]
pub struct Sensitivity {
    /// The scenario file.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// The figure: 'NAME[key,…]', or NAME for all subjects together by year.
    #[arg(value_name = "NAME")]
    pub name: String,
    #[command(flatten)]
    pub result: ResultFlags,
    #[command(flatten)]
    pub shared: Shared,
}

/// `ramme seek`
#[derive(Args)]
pub struct Seek {
    /// The scenario file.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// 'NAME[key,…] <= VALUE'; of what is forecast 'P(NAME[key,…] > VALUE) <= 20 %', or quantile(NAME, 80 %), median, mean, shortfall.
    #[arg(value_name = "CONDITION")]
    pub condition: String,
    /// What is moved: a lever of the scenario, or any parameter or input with its keys.
    #[arg(long, value_name = "NAME[key,…]@DATE")]
    pub lever: String,
    /// Between which values; else the range of the lever.
    #[arg(long, value_name = "A .. B", allow_hyphen_values = true)]
    pub range: Option<String>,
    /// How far apart values are that are worth trying; else the step of the lever, else the last decimal.
    #[arg(long, value_name = "STEP")]
    pub step: Option<String>,
    /// How many values are tried first; a range of no more is tried whole.
    #[arg(long, value_name = "N", default_value_t = 101, value_parser = clap::value_parser!(u64).range(2..=100_000))]
    pub points: u64,
    #[command(flatten)]
    pub result: ResultFlags,
    #[command(flatten)]
    pub shared: Shared,
}

/// `ramme sql`
#[derive(Args)]
pub struct Sql {
    /// The scenario file.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// duckdb, postgres or spark.
    #[arg(long, value_name = "DIALECT")]
    pub dialect: String,
    /// Write the script into this folder, as SCENARIO.DIALECT.sql, in place of an earlier one that ramme made.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub shared: Shared,
}

/// `ramme diff`
#[derive(Args)]
pub struct Diff {
    /// Two revisions of git; a side that is left out is HEAD.
    #[arg(value_name = "REV..REV")]
    pub revisions: String,
    /// Rule files or folders; else those of the scenario, else `rules`.
    #[arg(value_name = "RULES")]
    pub rules: Vec<PathBuf>,
    /// What each change is worth on this scenario.
    #[arg(long, value_name = "SCENARIO")]
    pub scenario: Option<PathBuf>,
    /// Exit code 1 where a meaning changed.
    #[arg(long)]
    pub exit_code: bool,
    #[command(flatten)]
    pub result: ResultFlags,
    #[command(flatten)]
    pub shared: Shared,
}

/// `ramme init`
#[derive(Args)]
pub struct Init {
    /// The folder: one that is not there, or is empty.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Only the templates of letters and memos, to begin your own from.
    #[arg(long)]
    pub templates: bool,
    #[command(flatten)]
    pub speech: Speech,
}

/// `ramme completions`
#[derive(Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// The verbs and flags, for the shells that complete them.
pub fn command_line() -> clap::Command {
    Cli::command()
}

/// Reads the arguments and does what they ask for.
pub fn run(args: Vec<OsString>) -> Exit {
    if args.len() <= 1 {
        Terminal::new(Lang::En).say(help::WELCOME);
        return Exit::NotDone;
    }
    let lang = refused::lang(&args);
    match Cli::try_parse_from(args) {
        Ok(cli) => verb(cli.verb),
        Err(error) => {
            let text = refused::text(&error, lang);
            // Help and version are what was asked for; everything else is a mistake in the arguments.
            if error.use_stderr() {
                Terminal::new(Lang::En).say(&text);
                return Exit::NotDone;
            }
            Terminal::new(Lang::En).print(&format!("{}\n", text.trim_end()))
        }
    }
}

fn verb(verb: Verb) -> Exit {
    match verb {
        Verb::Check(args) => command::check::run(&args),
        Verb::Fmt(args) => command::fmt::run(&args),
        Verb::Test(args) => command::test::run(&args),
        Verb::Show(args) => command::show::run(&args),
        Verb::Run(args) => command::run::run(&args),
        Verb::Comply(args) => command::comply::run(&args),
        Verb::Explain(args) => command::explain::run(&args),
        Verb::Audit(args) => command::audit::run(&args),
        Verb::Verify(args) => command::verify::run(&args),
        Verb::Inspect(args) => command::inspect::run(&args),
        Verb::Import(args) => command::import::run(&args),
        Verb::Forecast(args) => command::forecast::run(&args),
        Verb::Backtest(args) => command::backtest::run(&args),
        Verb::Reconcile(args) => command::reconcile::run(&args),
        Verb::Compare(args) => command::compare::run(&args),
        Verb::Sensitivity(args) => command::sensitivity::run(&args),
        Verb::Seek(args) => command::seek::run(&args),
        Verb::Diff(args) => command::diff::run(&args),
        Verb::Sql(args) => command::sql::run(&args),
        Verb::Init(args) => command::init::run(&args),
        Verb::Completions(args) => command::completions::run(&args),
        Verb::Other(words) => other(&words),
    }
}

/// A verb that there is not.
fn other(words: &[OsString]) -> Exit {
    let word = words.first().map(|w| w.to_string_lossy().into_owned()).unwrap_or_default();
    let terminal = Terminal::new(Lang::En);
    let command = Cli::command();
    let verbs: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let meant =
        ramme_diag::closest(&word, &verbs).map(|v| format!("; did you mean `{v}`?")).unwrap_or_default();
    terminal.say(&format!("error: there is no verb `{word}`{meant}\nThere are: {}.\n", verbs.join(", ")));
    Exit::NotDone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_verb_shows_two_examples() {
        for verb in Cli::command().get_subcommands() {
            let examples = verb.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(examples.matches("\n  ramme ").count() >= 2, "{}", verb.get_name());
        }
    }
}

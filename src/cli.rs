//! The command line: one struct a verb, and the flags that verbs share.
//!
//! In: the arguments. Out: a verb with its arguments, given to its command. Not here: what a verb does (`command`), the
//! words of the help (`help`).

use crate::command;
use crate::exit::Exit;
use crate::help;
use crate::terminal::Terminal;
use clap::{Args, CommandFactory as _, Parser, Subcommand};
use ramme_value::{Date, Lang};
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
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

/// `ramme check`
#[derive(Args)]
pub struct Check {
    /// Rule files, or folders that hold them.
    #[arg(required = true, value_name = "RULES")]
    pub rules: Vec<PathBuf>,
    /// full, concise or json.
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    #[arg(long, hide = true, value_name = "DIR")]
    pub documents: Option<PathBuf>,
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
    #[arg(long, hide = true)]
    pub coverage: bool,
    #[command(flatten)]
    pub speech: Speech,
}

/// `ramme show`
#[derive(Args)]
pub struct Show {
    /// Rule files or folders, or one scenario; then the name to show.
    #[arg(required = true, value_name = "RULES|SCENARIO [NAME]")]
    pub what: Vec<OsString>,
    #[command(flatten)]
    pub shared: Shared,
}

/// `ramme run`
#[derive(Args)]
pub struct Run {
    /// The scenario file.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
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
    #[arg(long, hide = true, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    #[arg(long, hide = true)]
    pub limits: bool,
    #[command(flatten)]
    pub result: ResultFlags,
    #[command(flatten)]
    pub shared: Shared,
}

/// `ramme explain`
#[derive(Args)]
pub struct Explain {
    /// A code, such as E0201.
    #[arg(required = true, value_name = "CODE")]
    pub what: Vec<String>,
    #[arg(long, hide = true, value_name = "FORMAT")]
    pub format: Option<String>,
    #[arg(long, hide = true, value_name = "NAME")]
    pub diff: Option<String>,
    #[command(flatten)]
    pub speech: Speech,
}

/// Where a result goes, and in which form.
#[derive(Args, Default)]
pub struct ResultFlags {
    /// Write the result here; the ending decides the format. The file appears whole or not at all.
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// text or json; stronger than the ending of -o.
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
}

/// The language of messages and numbers.
#[derive(Args, Default)]
pub struct Speech {
    /// The language of messages and numbers: en or da.
    #[arg(long, value_name = "LANG", value_parser = lang, default_value = "en")]
    pub lang: Lang,
}

/// The flags that all verbs on scenarios share.
#[derive(Args, Default)]
pub struct Shared {
    /// Stands in for the folder that the scenario's data paths are relative to.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Only rules and data that were published by this day (2023-09-08).
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub known_on: Option<Date>,
    /// Take this reading of that group; may be repeated.
    #[arg(long = "reading", value_name = "GROUP=NAME")]
    pub readings: Vec<String>,
    /// Set a parameter or an input: 'pl[2024]=3.1 %'; may be repeated.
    #[arg(long = "set", value_name = "NAME[key,…]@DATE=VALUE")]
    pub sets: Vec<String>,
    /// The seed of the draws, in place of the scenario's.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// How many draws, in place of the scenario's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub draws: Option<u32>,
    /// How many threads; never changes a result.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    #[arg(long, hide = true, value_name = "DIR")]
    pub documents: Option<PathBuf>,
    #[command(flatten)]
    pub speech: Speech,
}

fn lang(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| "there are en and da".to_owned())
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse_iso(text).map_err(|e| format!("{e}; a date is written 2023-09-08"))
}

/// Reads the arguments and does what they ask for.
pub fn run(args: Vec<OsString>) -> Exit {
    if args.len() <= 1 {
        Terminal::new(Lang::En).say(help::WELCOME);
        return Exit::NotDone;
    }
    match Cli::try_parse_from(args) {
        Ok(cli) => verb(cli.verb),
        Err(error) => {
            let text = error.render().to_string();
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
        Verb::Other(words) => other(&words),
    }
}

/// A verb that this version does not have, or that nobody has.
fn other(words: &[OsString]) -> Exit {
    let word = words.first().map(|w| w.to_string_lossy().into_owned()).unwrap_or_default();
    let terminal = Terminal::new(Lang::En);
    if help::LATER.contains(&word.as_str()) {
        return terminal.later(&format!("ramme {word}"));
    }
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

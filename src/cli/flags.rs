//! The flags that verbs share.
//!
//! In: arguments. Out: where a result goes, the language, what a scenario is run with. Not here: what one verb alone has
//! (`cli`), what the flags do (`command/frame.rs`, `overrides`).

use clap::Args;
use ramme_report::tidy_csv::Dialect;
use ramme_value::{Date, Lang};
use std::path::PathBuf;

/// Where a result goes, and in which form.
#[derive(Args, Default)]
pub struct ResultFlags {
    /// Write the result here; the ending decides the format. The file appears whole or not at all.
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The format; stronger than the ending of -o.
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// How CSV is written: plain, or danish (semicolons, decimal commas, a byte order mark).
    #[arg(long, value_name = "DIALECT", default_value = "plain", value_parser = dialect)]
    pub dialect: Dialect,
}

fn dialect(text: &str) -> Result<Dialect, String> {
    match text {
        "plain" => Ok(Dialect::Plain),
        "danish" => Ok(Dialect::Danish),
        _ => Err("plain or danish".to_owned()),
    }
}

/// The language of messages and numbers.
#[derive(Args, Default, Clone)]
pub struct Speech {
    /// The language of messages and numbers: en or da.
    #[arg(long, value_name = "LANG", value_parser = lang, default_value = "en")]
    pub lang: Lang,
}

/// The flags that all verbs on scenarios share.
#[derive(Args, Default, Clone)]
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
    /// Set a parameter or an input, as in `pl[2024]=3.1 %`; may be repeated.
    #[arg(long = "set", value_name = "NAME[key,…]@DATE=VALUE")]
    pub sets: Vec<String>,
    /// The seed of the draws, in place of the scenario's.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// How many draws, in place of the scenario's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), allow_negative_numbers = true)]
    pub draws: Option<u32>,
    /// How many threads; never changes a result.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), allow_negative_numbers = true)]
    pub threads: Option<u16>,
    /// The folder with your own copies of the documents; verdicts, limits and explanations then show the passages that
    /// they rest on.
    #[arg(long, value_name = "DIR")]
    pub documents: Option<PathBuf>,
    #[command(flatten)]
    pub speech: Speech,
}

impl Shared {
    /// The flags that decide what comes out, as they could be written again. How many threads there are decides nothing, and
    /// where data and documents lie is not the result's to say.
    pub fn written(&self) -> Vec<String> {
        let mut out = Vec::new();
        let mut flag = |name: &str, value: String| out.push(format!("--{name}={value}"));
        self.known_on.iter().for_each(|day| flag("known-on", day.to_string()));
        self.readings.iter().for_each(|reading| flag("reading", reading.clone()));
        self.sets.iter().for_each(|set| flag("set", set.clone()));
        self.seed.iter().for_each(|seed| flag("seed", seed.to_string()));
        self.draws.iter().for_each(|draws| flag("draws", draws.to_string()));
        if self.speech.lang == Lang::Da {
            flag("lang", "da".to_owned());
        }
        out
    }
}

fn lang(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| "there are en and da".to_owned())
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse_iso(text).map_err(|e| format!("{e}; a date is written 2023-09-08"))
}

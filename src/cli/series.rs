//! The arguments of the verbs on plain series: forecast, backtest, reconcile.
//!
//! In: arguments. Out: one struct a verb. Not here: what a verb does (`command`).

use super::Speech;
use clap::Args;
use clap::builder::RangedU64ValueParser;
use std::path::PathBuf;

/// A count of steps or origins.
fn steps() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=1000)
}

/// `ramme forecast`
#[derive(Args)]
pub struct Forecast {
    /// A CSV `series_id,t,value`, one row a point; .csv.gz is read too.
    #[arg(value_name = "FILE.csv")]
    pub file: PathBuf,
    /// How many steps.
    #[arg(long, value_name = "H", allow_negative_numbers = true, value_parser = steps())]
    pub horizon: usize,
    /// auto, pooled, or a method of one series.
    #[arg(long, value_name = "NAME", default_value = "auto")]
    pub method: String,
    /// Central intervals, in percent.
    #[arg(long, value_name = "80,95", default_value = "80,95")]
    pub levels: String,
    /// Quantiles between 0 and 1.
    #[arg(long, value_name = "0.1,…")]
    pub quantiles: Option<String>,
    /// The panel's growth, in [-1, 1]; estimated from the panel and printed where it is not given.
    #[arg(long, value_name = "G", allow_negative_numbers = true)]
    pub growth: Option<f64>,
    /// A CSV `node,parent`: forecasts of all nodes that add up, draw by draw.
    #[arg(long, value_name = "FILE")]
    pub hierarchy: Option<PathBuf>,
    /// How they are made to add up.
    #[arg(long, value_name = "METHOD", default_value = "bottom-up")]
    pub reconcile: String,
    /// The step to which the figures are rounded: 1, 0.01, 1000. With a hierarchy the means still add up.
    #[arg(long, value_name = "STEP")]
    pub round: Option<String>,
    /// The data are invented: they choose, shrink and calibrate nothing.
    #[arg(long)]
    pub synthetic: bool,
    /// How many draws, with a hierarchy.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub draws: usize,
    /// The seed of the draws.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Write the CSV here. The file appears whole or not at all.
    #[arg(short = 'o', long = "output", value_name = "OUT.csv")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub speech: Speech,
}

/// `ramme backtest`
#[derive(Args)]
pub struct Backtest {
    /// A CSV `series_id,t,value`, one row a point; .csv.gz is read too.
    #[arg(value_name = "FILE.csv")]
    pub file: PathBuf,
    /// Methods, with commas between them; naive and mean(naive, drift) are always added.
    #[arg(long, value_name = "NAMES", default_value = "auto")]
    pub method: String,
    /// How many steps from each origin.
    #[arg(long, value_name = "H", default_value_t = 1, allow_negative_numbers = true, value_parser = steps())]
    pub horizon: usize,
    /// How many origins, one apart.
    #[arg(long, value_name = "N", default_value_t = 3, allow_negative_numbers = true, value_parser = steps())]
    pub origins: usize,
    /// The panel's growth, in [-1, 1]; estimated from the panel where it is not given.
    #[arg(long, value_name = "G", allow_negative_numbers = true)]
    pub growth: Option<f64>,
    /// The data are invented: they choose and shrink nothing, and the result says so.
    #[arg(long)]
    pub synthetic: bool,
    /// text, csv, json or svg; stronger than the ending of -o.
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write the result here; the ending decides the format.
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub speech: Speech,
}

/// `ramme reconcile`
#[derive(Args)]
pub struct Reconcile {
    /// A CSV `node,parent`, one row an edge.
    #[arg(long, value_name = "FILE")]
    pub hierarchy: PathBuf,
    /// A CSV `series_id,step,value` for every node.
    #[arg(long, value_name = "FILE")]
    pub base: PathBuf,
    /// A CSV `series_id,t,residual`, for the methods that need it.
    #[arg(long, value_name = "FILE")]
    pub residuals: Option<PathBuf>,
    /// bottom-up, ols, wls-struct, wls-var, mint-shrink or mint-sample.
    #[arg(long, value_name = "NAME")]
    pub method: String,
    /// The step to which values are rounded so that they still add up: 1, 0.01, 1000.
    #[arg(long, value_name = "STEP")]
    pub round: Option<String>,
    /// Bottom nodes are held at zero or above.
    #[arg(long)]
    pub non_negative: bool,
    /// Write the CSV here. The file appears whole or not at all.
    #[arg(short = 'o', long = "output", value_name = "OUT.csv")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub speech: Speech,
}

//! The words of the help: a line a verb, and two examples each.
//!
//! In: nothing. Out: text for `--help`. Not here: the flags, whose words stand beside them in `cli`.

/// What the program is, in a line.
pub const ABOUT: &str =
    "Agreements as code: rules of agreements between public bodies, over real figures and forecasts.";

/// What is said where no verb is given.
pub const WELCOME: &str = "\
ramme: agreements between public bodies as code, over real figures and forecasts.

Try:
  ramme init my-project                              rules, data and a scenario to begin from
  ramme run scenarios/budget-2023-2026.toml          how big is the gap, and how sure is that?
  ramme comply scenarios/compliance-example.toml     who keeps the agreements, and why not?

Verbs: check, fmt, test, show, run, comply, explain, verify, audit, inspect, import, forecast,
backtest, reconcile, compare, sensitivity, seek, diff, sql, init, completions. More: `ramme VERB --help`.
Exit codes: 0 done, 1 findings, 2 not done, 3 our bug.
";

/// What the exit codes mean.
pub const EXIT_CODES: &str = "Exit codes: 0 done, or nothing to report; 1 findings; 2 not done; 3 our bug.";

/// `check`
pub const CHECK: &str = "Parses, resolves and type-checks rule files, and reports every problem in one go";
/// Examples of `check`.
pub const CHECK_EXAMPLES: &str = "\
Examples:
  ramme check rules
  ramme check rules/tariff rules/common.ramme --format concise
  ramme check rules --deny warnings                 # what is a warning fails; ramme explain lints lists them
  ramme check rules --documents papers              # are the cited passages still what they were?
  ramme check rules --documents papers --renew      # after reading: write their fingerprints anew
Exit codes: 0 sound, 1 an error in a rule file, or a passage that changed, moved or is missing, 2 a file cannot be read.";

/// `fmt`
pub const FMT: &str = "Formats rule files";
/// Examples of `fmt`.
pub const FMT_EXAMPLES: &str = "\
Examples:
  ramme fmt rules
  ramme fmt --check rules
Exit codes: 0 formatted, 1 with --check: a file would change, 2 a file cannot be read or parsed.";

/// `test`
pub const TEST: &str = "Runs the tests that stand in rule files";
/// Examples of `test`.
pub const TEST_EXAMPLES: &str = "\
Examples:
  ramme test rules
  ramme test rules --filter \"one \u{f8}re\"
  ramme test rules --coverage
Exit codes: 0 all pass, 1 a test fails or a rule file has an error, 2 no tests.";

/// `show`
pub const SHOW: &str = "What a rulebook defines; of a scenario, what a column holds and what is missing";
/// Examples of `show`.
pub const SHOW_EXAMPLES: &str = "\
Examples:
  ramme show rules ceiling
  ramme show scenarios/compliance-example.toml cost_per_day";

/// `run`
pub const RUN: &str = "Evaluates a scenario: history, forecast, rules, the budget gap";
/// Examples of `run`.
pub const RUN_EXAMPLES: &str = "\
Examples:
  ramme run scenarios/budget-2023-2026.toml --lang da
  ramme run scenarios/budget-2023-2026.toml -o result.json --known-on 2023-09-08
  ramme run scenarios/compliance-example.toml -o result.xlsx
  ramme run scenarios/budget-2023-2026.toml -o memo.md --lang da
Exit codes: 0 done, 2 a mistake in rules, scenario, data or arguments.";

/// `comply`
pub const COMPLY: &str = "Judges every rule and every subject: complies, explained, breach, undetermined";
/// Examples of `comply`.
pub const COMPLY_EXAMPLES: &str = "\
Examples:
  ramme comply scenarios/compliance-example.toml --lang da
  ramme comply scenarios/compliance-example.toml --format json --allow-undetermined
  ramme comply scenarios/compliance-example.toml --letters letters --lang da
Exit codes: 0 all comply, 1 a breach or an undetermined subject, 2 nothing judged, or a mistake in what was given.";

/// `explain`
pub const EXPLAIN: &str =
    "Why a value is what it is, down to clause and data cell; or what a diagnostic code means";
/// Examples of `explain`.
pub const EXPLAIN_EXAMPLES: &str = "\
Examples:
  ramme explain scenarios/compliance-example.toml \"excess_cost[T03, 2024]\"
  ramme explain scenarios/compliance-example.toml \"refund[S02]\" --diff \"refund[S04]\" --lang da
  ramme explain E0201
Exit codes: 0 done, 2 no such value or code, or a mistake in what was given.";

/// `audit`
pub const AUDIT: &str =
    "Published, rounded figures: which relations between them hold, cannot hold, are undecided";
/// Examples of `audit`.
pub const AUDIT_EXAMPLES: &str = "\
Examples:
  ramme audit scenarios/data/published_figures.csv
  ramme audit figures.csv --format json -o audit.json
Exit codes: 0 nothing that cannot hold, 1 a relation cannot hold even with rounding, 2 the file cannot be read or no
relation follows from it.";

/// `verify`
pub const VERIFY: &str = "Runs a result again from what it carries: the same bytes, or what differs";
/// Examples of `verify`.
pub const VERIFY_EXAMPLES: &str = "\
Examples:
  ramme run scenarios/budget-2023-2026.toml -o result.json
  ramme verify result.json
Exit codes: 0 the same bytes, 1 something differs, 2 it cannot be run again.";

/// `inspect`
pub const INSPECT: &str = "What a data file seems to hold, with the evidence, and what cannot be decided";
/// Examples of `inspect`.
pub const INSPECT_EXAMPLES: &str = "\
Examples:
  ramme inspect FOLK1A.csv
  ramme inspect takster.xlsx -o takster.toml --lang da
Exit codes: 0 nothing is open, 2 something has to be said, or the file cannot be read.";

/// `import`
pub const IMPORT: &str = "Reads StatBank CSV, PX-Axis, JSON-stat, XLSX and plain CSV; writes tidy CSV";
/// Examples of `import`.
pub const IMPORT_EXAMPLES: &str = "\
Examples:
  ramme import FOLK1A.csv -o data/population.csv
  ramme import takster.xlsx --spec takster.toml -o data/tariffs.csv
Exit codes: 0 done, 2 something is open or wrong; then nothing is written.";

/// `forecast`
pub const FORECAST: &str = "Forecasts plain series: points, intervals, quantiles";
/// Examples of `forecast`.
pub const FORECAST_EXAMPLES: &str = "\
Examples:
  ramme forecast series.csv --horizon 4
  ramme forecast series.csv.gz --horizon 4 --levels 80,95 --quantiles 0.1,0.5,0.9 --method theta
Exit codes: 0 done, 2 the file or a flag is wrong.";

/// `backtest`
pub const BACKTEST: &str =
    "How well methods would have done: rolling origins, always beside naive and mean(naive, drift)";
/// Examples of `backtest`.
pub const BACKTEST_EXAMPLES: &str = "\
Examples:
  ramme backtest series.csv --horizon 2 --origins 3
  ramme backtest series.csv --method auto,theta,ets -o scores.csv
  ramme backtest series.csv --method auto,theta,ets -o chart.svg
Exit codes: 0 done, 2 the file or a flag is wrong.";

/// `reconcile`
pub const RECONCILE: &str = "Makes given base forecasts of a hierarchy add up";
/// Examples of `reconcile`.
pub const RECONCILE_EXAMPLES: &str = "\
Examples:
  ramme reconcile --hierarchy tree.csv --base base.csv --method ols
  ramme reconcile --hierarchy tree.csv --base base.csv --residuals errors.csv --method mint-shrink
Exit codes: 0 done, 2 a file or a flag is wrong.";

/// `compare`
pub const COMPARE: &str = "Scenarios side by side, with what each difference is worth in kroner";
/// Examples of `compare`.
pub const COMPARE_EXAMPLES: &str = "\
Examples:
  ramme compare scenarios/compliance-example.toml scenarios/compliance-higher-index.toml
  ramme compare scenarios/compliance-example.toml scenarios/compliance-higher-index.toml --lang da -o compared.html
  ramme compare scenarios/compliance-example.toml --set 'pl[2024]=3.5 %' --save higher.toml --author 'the secretariat'
Exit codes: 0 done, 2 a mistake in rules, scenario, data or arguments.";

/// `sensitivity`
pub const SENSITIVITY: &str = "How far a figure moves with each lever of a scenario, over the lever's range";
/// Examples of `sensitivity`.
pub const SENSITIVITY_EXAMPLES: &str = "\
Examples:
  ramme sensitivity scenarios/compliance-example.toml excess_cost
  ramme sensitivity scenarios/compliance-example.toml 'ceiling[T01, 2024]' --lang da -o tornado.html
Exit codes: 0 done, 2 no such figure, no lever with a range, or a mistake in what was given.";

/// `seek`
pub const SEEK: &str = "At which values of a lever a condition holds: none, one, several, intervals";
/// Examples of `seek`.
pub const SEEK_EXAMPLES: &str = "\
Examples:
  ramme seek scenarios/compliance-example.toml 'excess_cost[T03,2024] = 0 kr' --lever 'pl[2024]'
  ramme seek examples/repository/offers.toml 'cost_ceiling[Birkehuset,2025]' --lever 'pl[2025]'
Exit codes: 0 done, whether it holds somewhere or not, 2 a condition, lever or range that cannot be used.";

/// `sql`
pub const SQL: &str =
    "The scenario's rules as a script of SQL, with the same values where the data already lie";
/// Examples of `sql`.
pub const SQL_EXAMPLES: &str = "\
Examples:
  ramme sql scenarios/meetings.toml --dialect duckdb
  ramme sql scenarios/compliance-example.toml --dialect postgres --out scripts
Exit codes: 0 written, with what is left out named on standard error; 2 nothing could be written, or a mistake in rules,
scenario, data or arguments.";

/// `diff`
pub const DIFF: &str = "Two versions of the rules in git by meaning, and what each change is worth";
/// Examples of `diff`.
pub const DIFF_EXAMPLES: &str = "\
Examples:
  ramme diff main~1..main rules
  ramme diff main..HEAD --scenario scenarios/compliance-example.toml --format md
Exit codes: 0 done, 1 with --exit-code: a meaning changed, 2 no such revision, or a mistake in rules or scenario.";

/// `init`
pub const INIT: &str = "A small working project: rules, a test, invented data, a scenario";
/// Examples of `init`.
pub const INIT_EXAMPLES: &str = "\
Examples:
  ramme init my-project
  ramme init mit-projekt --lang da
  ramme init templates --templates                  # the templates of letters and memos, to change
Exit codes: 0 made, 2 the folder is not empty, or cannot be written.";

/// `completions`
pub const COMPLETIONS: &str = "What a shell needs to complete verbs and flags";
/// Examples of `completions`.
pub const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  ramme completions bash > ~/.local/share/bash-completion/completions/ramme
  ramme completions fish > ~/.config/fish/completions/ramme.fish
  ramme completions zsh > _ramme        # into a folder of $fpath
Exit codes: 0 done, 2 no such shell.";

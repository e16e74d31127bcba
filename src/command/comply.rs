//! `ramme comply`: every rule, every subject, one verdict each.
//!
//! In: a scenario and flags. Out: the verdicts; exit code 1 for a breach or an undetermined subject, 2 where nothing was
//! judged. Not here: judging.

use super::deliver::{deliver, scenario_flags};
use super::run::FORMS;
use crate::cli::Comply;
use crate::exit::Exit;
use crate::output::{Form, choose};
use crate::page;
use crate::pipeline::{self, stopped_running};
use crate::terminal::Terminal;
use ramme_diag::{Code, Diagnostic};
use ramme_report::tally::{Tally, tally};
use ramme_report::text::{Look, render};
use ramme_report::{comply_report, json};
use std::time::Instant;

/// Judges a scenario.
pub fn run(args: &Comply) -> Exit {
    let lang = args.shared.speech.lang;
    let terminal = Terminal::new(lang);
    let start = Instant::now();
    for (asked, flag) in [(args.baseline.is_some(), "--baseline"), (args.limits, "--limits")] {
        if asked {
            return terminal.later(flag);
        }
    }
    let form = match choose(args.result.format.as_deref(), args.result.output.as_deref(), &FORMS) {
        Ok(form) => form,
        Err(refusal) => return terminal.refuse(&refusal),
    };
    if let Err(exit) = scenario_flags(terminal, &args.shared) {
        return exit;
    }
    let mut ready = match pipeline::ready(&args.scenario, &args.shared) {
        Ok(ready) => ready,
        Err(stopped) => return terminal.stop(*stopped),
    };
    let (basis, judgement) = match pipeline::judge(&mut ready, &args.shared) {
        Ok(judged) => judged,
        Err(problems) => return terminal.stop(*stopped_running(problems, ready)),
    };
    let mut said = ready.warnings;
    let counts = tally(&judgement);
    if counts.judged() == 0 && counts.aimed() == 0 {
        said.push(Diagnostic::new(Code::NothingToJudge));
    }
    terminal.complain(&ready.sources, &ready.data, said);
    let output = args.result.output.as_deref();
    let text = match form {
        Form::Json => json::comply(&basis, &judgement, env!("CARGO_PKG_VERSION"), lang),
        Form::Html => Ok(page::of_judgement(&basis, &judgement, lang)),
        _ => {
            Ok(render(&comply_report(&basis, &judgement, lang), Look::new(lang, terminal.width_for(output))))
        }
    };
    let exit = deliver(terminal, output, text);
    terminal.took(start);
    exit.max(judged(&counts, args.allow_undetermined))
}

/// The exit code of verdicts; targets never set it.
fn judged(counts: &Tally, allow_undetermined: bool) -> Exit {
    if counts.judged() == 0 && counts.aimed() == 0 {
        return Exit::NotDone;
    }
    let open = if allow_undetermined { 0 } else { counts.undetermined };
    if counts.breach > 0 || open > 0 { Exit::Findings } else { Exit::Done }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_verdicts() {
        let tally = |breach, undetermined, complies, not_met| Tally {
            breach,
            undetermined,
            complies,
            not_met,
            ..Tally::default()
        };
        let table = [
            (tally(0, 0, 0, 0), false, Exit::NotDone),
            (tally(0, 0, 5, 1), false, Exit::Done),
            (tally(0, 0, 0, 1), false, Exit::Done),
            (tally(1, 0, 5, 0), true, Exit::Findings),
            (tally(0, 1, 5, 0), false, Exit::Findings),
            (tally(0, 1, 5, 0), true, Exit::Done),
        ];
        for (counts, allow, exit) in table {
            assert_eq!(judged(&counts, allow), exit, "{counts:?}");
        }
    }
}

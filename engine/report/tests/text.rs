//! What people read, in both languages and at several widths.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use ramme_eval::result::{Judgement, RunResult};
use ramme_report::ci::Told;
use ramme_report::text::{Look, render};
use ramme_report::{Room, comply_report, run_report};
use ramme_value::Lang;
use unicode_width::UnicodeWidthStr;

#[test]
fn a_run_in_danish() {
    let report = run_report(&common::run(), Lang::Da);
    insta::assert_snapshot!(render(&report, Look::new(Lang::Da, 100)));
}

#[test]
fn a_run_in_english() {
    let report = run_report(&common::run(), Lang::En);
    insta::assert_snapshot!(render(&report, Look::new(Lang::En, 100)));
}

#[test]
fn a_judgement_in_danish() {
    let report =
        comply_report(&common::basis(), &Told::plainly(&common::judgement()), Room::TERMINAL, Lang::Da);
    insta::assert_snapshot!(render(&report, Look::new(Lang::Da, 100)));
}

#[test]
fn a_judgement_in_english() {
    let report =
        comply_report(&common::basis(), &Told::plainly(&common::judgement()), Room::TERMINAL, Lang::En);
    insta::assert_snapshot!(render(&report, Look::new(Lang::En, 100)));
}

#[test]
fn every_line_fits_the_window() {
    let mut run: RunResult = common::run();
    run.judgement = common::judgement();
    for lang in Lang::ALL {
        for width in [40, 60, 80, 100, 140] {
            let reports = [
                run_report(&run, lang),
                comply_report(&run.basis, &Told::plainly(&run.judgement), Room::TERMINAL, lang),
            ];
            for report in reports {
                let text = render(&report, Look::new(lang, width));
                let long: Vec<&str> = text.lines().filter(|l| l.width() > width).collect();
                assert!(width < 60 || long.is_empty(), "{width}: {long:#?}");
                assert!(!text.lines().any(|l| l.ends_with(' ')), "blanks at the end of a line");
            }
        }
    }
}

#[test]
fn nothing_judged_says_so() {
    let report =
        comply_report(&common::basis(), &Told::plainly(&Judgement::default()), Room::TERMINAL, Lang::En);
    assert_eq!(report.summary, "0 verdicts under 0 rules: nothing judged.");
}

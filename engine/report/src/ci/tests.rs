//! Tests of `ci`.

use super::*;
use ramme_value::Lang;

fn verdict(subject: &str, outcome: VerdictKind) -> Verdict {
    Verdict {
        rule: "ceiling".to_owned(),
        subject: vec![("provider".to_owned(), subject.to_owned())],
        outcome,
        measured: None,
        limit: None,
        excess: None,
        ty: None,
        comparison: None,
        clause: "rules/ceiling.ramme:12".to_owned(),
        cites: Vec::new(),
        missing: Vec::new(),
        addressee: None,
        deadline: None,
        rests_on: Vec::new(),
        adopted: Vec::new(),
        lacks: Vec::new(),
        name: None,
        belongs: None,
        deadline_is: None,
        place: Some("data/offers.csv:16:5".to_owned()),
        sides: std::sync::Arc::default(),
        called: None,
        keys_called: Vec::new(),
        because: None,
        before: None,
    }
}

fn judgement() -> Judgement {
    let results = vec![
        verdict("A<b>", VerdictKind::Breach),
        verdict("B", VerdictKind::Undetermined),
        verdict("C", VerdictKind::Complies),
        verdict("D, 100 %", VerdictKind::Breach),
    ];
    Judgement { results, ..Judgement::default() }
}

fn told<'a>(judgement: &'a Judgement, baseline: Option<&'a Baseline>) -> Told<'a> {
    Told { judgement, baseline, allow_undetermined: false, folder: "scenarios/" }
}

const BEFORE: &str = r#"{"results":[
  {"rule":"ceiling","subject":{"provider":"A<b>"},"verdict":"breach"},
  {"rule":"ceiling","subject":{"provider":"C"},"verdict":"breach"},
  {"rule":"ceiling","subject":{"provider":"D, 100 %"},"verdict":"complies"}]}"#;

#[test]
fn a_baseline_knows_what_was_found_and_says_what_is_gone() {
    let judgement = judgement();
    let baseline = Baseline::read(BEFORE).unwrap();
    let told = told(&judgement, Some(&baseline));
    let findings: Vec<bool> = judgement.results.iter().map(|v| told.is_finding(v)).collect();
    assert_eq!(findings, [false, true, false, true]);
    assert_eq!(baseline.gone(&judgement), ["ceiling: C (breach)"]);
    assert!(Baseline::read("{}").is_err());
}

#[test]
fn sarif_names_rule_place_and_state() {
    let judgement = judgement();
    let baseline = Baseline::read(BEFORE).unwrap();
    let text = sarif(&told(&judgement, Some(&baseline)), "1", Lang::En).unwrap();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let results = document["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 3, "what complies is not listed");
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "scenarios/data/offers.csv");
    assert_eq!(
        (place["region"]["startLine"].as_u64(), place["region"]["startColumn"].as_u64()),
        (Some(16), Some(5))
    );
    let states: Vec<&str> = results.iter().map(|r| r["baselineState"].as_str().unwrap()).collect();
    assert_eq!(states, ["unchanged", "new", "new"]);
}

#[test]
fn junit_has_a_case_a_subject_and_counts_them() {
    let judgement = judgement();
    let text = junit(&told(&judgement, None), Lang::En);
    assert!(text.contains("tests=\"4\" failures=\"2\" errors=\"1\" skipped=\"0\""), "{text}");
    assert!(text.contains("name=\"A&lt;b&gt;\"") && !text.contains("<b>"), "{text}");
    let baseline = Baseline::read(BEFORE).unwrap();
    let text = junit(&Told { allow_undetermined: true, ..told(&judgement, Some(&baseline)) }, Lang::En);
    assert!(text.contains("failures=\"1\" errors=\"0\" skipped=\"2\""), "{text}");
}

#[test]
fn annotations_are_a_line_each_with_nothing_that_ends_them_early() {
    let judgement = judgement();
    let text = github(&told(&judgement, None), Lang::En);
    assert_eq!(text.lines().count(), 4, "{text}");
    assert!(
        text.starts_with(
            "::error file=scenarios/data/offers.csv,line=16,col=5,title=ceiling::Ceiling, A<b>. "
        ),
        "{text}"
    );
    assert!(text.contains("D, 100 %25"), "{text}");
}

#[test]
fn places_are_read_from_behind() {
    let spot = |file: &str, line, column| Some(Spot { file: file.to_owned(), line, column });
    assert_eq!(Spot::parse("a:b.csv:3:4"), spot("a:b.csv", Some(3), Some(4)));
    assert_eq!(Spot::parse("rules/a.ramme:12"), spot("rules/a.ramme", Some(12), None));
    assert_eq!(Spot::parse("a.px"), spot("a.px", None, None));
    assert_eq!(Spot::parse(""), None);
}

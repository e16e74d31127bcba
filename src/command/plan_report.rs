//! What `ramme show SCENARIO --plan` prints, as a report.
//!
//! In: the outline of a plan. Out: a report free of formats. Not here: what a step does, layout.

use ramme_eval::outline::{Outline, StepLine};
use ramme_eval::result::Exact;
use ramme_report::model::{Block, Cell, Column, Figure, Report, Row, Section, Table};
use ramme_report::number;
use ramme_value::Lang;

/// The plan.
pub fn outline(found: &Outline, title: &str, lang: Lang) -> Report {
    let mut sections: Vec<Section> = vec![takes(found, lang)];
    let many = found.stages.len() > 1;
    for (at, steps) in found.stages.iter().enumerate() {
        let number = at.saturating_add(1);
        let heading = match many {
            true => lang.pick(format!("Stage {number}"), format!("Trin {number}")),
            false => lang.pick("Steps", "Skridt").to_owned(),
        };
        let mut section = Section::new(heading);
        section.push(Block::Table(table(steps, lang)));
        sections.push(section);
    }
    let shared: Vec<&StepLine> =
        found.stages.iter().flatten().filter(|s| !s.shared_with.is_empty()).collect();
    if !shared.is_empty() {
        let mut section =
            Section::new(lang.pick("Computed once for several", "Beregnes \u{e9}n gang for flere"));
        let line =
            |s: &&StepLine| format!("{} {}: {}, {}", s.number, s.does, s.owner, s.shared_with.join(", "));
        section.push(Block::List(shared.iter().map(line).collect()));
        sections.push(section);
    }
    if !found.not_computed.is_empty() {
        let mut section = Section::new(
            lang.pick("Not computed: no output needs it", "Beregnes ikke: intet resultat bruger det"),
        );
        section.push(Block::Text(found.not_computed.join(", ")));
        sections.push(section);
    }
    let steps: usize = found.stages.iter().map(Vec::len).sum();
    let shared = shared.len();
    Report {
        title: title.to_owned(),
        sections,
        summary: lang.pick(
            format!("Steps: {steps}; shared: {shared}; stages: {}. Nothing was run.", found.stages.len()),
            format!("Skridt: {steps}; delte: {shared}; trin: {}. Intet er k\u{f8}rt.", found.stages.len()),
        ),
        ..Report::default()
    }
}

/// What the run takes, beside what it may take.
fn takes(found: &Outline, lang: Lang) -> Section {
    let mut section = Section::new(lang.pick("What it takes", "Hvad det kr\u{e6}ver"));
    let (first, count) = found.years;
    let last = first.saturating_add(i32::try_from(count).unwrap_or(0)).saturating_sub(1);
    let back = found.look_back;
    let mut years =
        lang.pick(format!("years {first}\u{2013}{last}"), format!("\u{e5}rene {first}\u{2013}{last}"));
    if back > 0 {
        years.push_str(&lang.pick(
            format!(", of which {back} before the data, since rules look back"),
            format!(", heraf {back} f\u{f8}r data, da regler ser tilbage"),
        ));
    }
    let mut lines = vec![years];
    let (draws, years) = found.draws;
    if draws > 0 {
        let draws = number::count(draws, lang);
        lines.push(lang.pick(
            format!("{draws} draws in {years} years"),
            format!("{draws} tr\u{e6}kninger i {years} \u{e5}r"),
        ));
    }
    let (cells, most) = (whole(found.cells, lang), whole(found.most.0, lang));
    lines.push(lang.pick(
        format!("at most {cells} cells to compute; {most} are allowed"),
        format!("h\u{f8}jst {cells} celler at beregne; {most} er tilladt"),
    ));
    let (used, allowed) = (size(found.bytes, lang), size(found.most.1, lang));
    lines.push(lang.pick(
        format!("at most {used} of memory; {allowed} are allowed"),
        format!("h\u{f8}jst {used} hukommelse; {allowed} er tilladt"),
    ));
    section.push(Block::List(lines));
    section
}

fn table(steps: &[StepLine], lang: Lang) -> Table {
    let headings = [
        "",
        lang.pick("for", "for"),
        lang.pick("does", "g\u{f8}r"),
        lang.pick("reads", "l\u{e6}ser"),
        lang.pick("by", "pr."),
        lang.pick("cells", "celler"),
        lang.pick("memory", "hukommelse"),
    ];
    Table {
        columns: headings.map(Column::text).to_vec(),
        keys: 1,
        rows: steps.iter().map(|step| row(step, lang)).collect(),
        ..Table::default()
    }
}

fn row(step: &StepLine, lang: Lang) -> Row {
    let reads: Vec<String> = step.reads.iter().map(ToString::to_string).collect();
    let (len, blocks) = step.cells;
    let cells = if blocks == 1 { len.to_string() } else { format!("{len} \u{d7} {blocks}") };
    let drawn = if step.drawn { lang.pick(", drawn", ", trukket") } else { "" };
    Row::new(vec![
        Cell::Figure(Figure::Exact(Exact::Count(i128::try_from(step.number).unwrap_or(i128::MAX)))),
        Cell::Text(step.owner.clone()),
        Cell::Text(step.does.clone()),
        Cell::Text(reads.join(" ")),
        Cell::Text(step.shape.clone()),
        Cell::Text(format!("{cells}{drawn}")),
        Cell::Text(size(step.bytes, lang)),
    ])
}

fn whole(n: u64, lang: Lang) -> String {
    number::count(usize::try_from(n).unwrap_or(usize::MAX), lang)
}

/// Bytes in the unit that leaves few digits.
fn size(bytes: u64, lang: Lang) -> String {
    let units = [("B", 1_u64), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];
    let (unit, one) = units.into_iter().rev().find(|(_, one)| bytes >= *one).unwrap_or(("B", 1));
    format!("{} {unit}", whole(bytes.div_ceil(one), lang))
}

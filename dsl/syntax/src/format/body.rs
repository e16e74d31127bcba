//! Parameters, definitions, rules and targets as text: a clause a line, aligned at what introduces it.
//!
//! In: items of the tree. Out: lines. Not here: expressions (`expr`).

use super::declare::{key, quoted, shape, type_expr};
use super::doc::{Doc, STEP, columns};
use super::expr;
use super::head::{GAP, Head, cite_text, cites_text, date_text, full_dates, place_of, reading, role_text};
use super::{Formatter, padded};
use crate::tree::{Clause, ClauseGroup, Define, Header, Parameter, ParameterValue, Role, Rule, RuleKind};

/// A definition of one short clause stands on one line up to this width.
const ONE_LINE: usize = 80;

/// A header wider than this does not stand before its `=`.
pub(super) const WIDE_HEADER: usize = 64;

impl Formatter<'_> {
    pub(super) fn define(&mut self, define: &Define) {
        let head = format!("define {}{} : {}", define.name.text, shape(&define.shape), type_expr(&define.ty));
        self.print.text(&head);
        if let ([], [group]) = (define.body.header.cites.as_slice(), define.body.groups.as_slice())
            && let (None, [clause]) = (&group.reading, group.clauses.as_slice())
            && is_bare(clause)
        {
            let body = expr::whole(&clause.body, self.source);
            if columns(&head).saturating_add(body.width()).saturating_add(3) <= ONE_LINE {
                self.print.gap(1);
                self.print.doc(&Doc::Cat(vec![Doc::at("= ", expr::first_place(&clause.body)), body]), STEP);
                return;
            }
        }
        self.header_lines(&define.body.header, STEP);
        self.groups(&define.body.groups, "=");
    }

    pub(super) fn rule(&mut self, rule: &Rule) {
        let (word, opener) = match rule.kind {
            RuleKind::Rule => ("rule", "require"),
            RuleKind::Target => ("target", "aim"),
        };
        self.print.text(&format!("{word} {}{}", rule.name.text, shape(&rule.shape)));
        self.header_lines(&rule.body.header, STEP);
        self.groups(&rule.body.groups, opener);
        if let Some(unless) = &rule.unless {
            self.print.line_for(STEP, expr::first_place(unless));
            let parts =
                vec![Doc::words("unless "), expr::whole(unless, self.source), Doc::words(" -> explained")];
            self.print.doc(&Doc::Cat(parts), STEP);
        }
        if let Some(addressee) = &rule.addressee {
            self.print.line_for(STEP, addressee.span.start);
            self.print.text(&format!("addressee {}", quoted(addressee)));
        }
        if let Some(deadline) = &rule.deadline {
            self.print.line_for(STEP, expr::first_place(deadline));
            let mut parts = vec![Doc::words("deadline "), expr::whole(deadline, self.source)];
            if let Some(before) = &rule.before {
                parts.push(Doc::words(format!(" before {} on ", before.entity.text)));
                parts.push(expr::listed(&before.date, self.source));
                if let Some(filter) = &before.filter {
                    parts.extend([Doc::words(" where "), expr::whole(filter, self.source)]);
                }
            }
            self.print.doc(&Doc::Cat(parts), STEP);
        }
    }

    /// Clauses under each reading: beside it where each reading has one without header, else below it.
    fn groups(&mut self, groups: &[ClauseGroup], opener: &str) {
        let width =
            groups.iter().filter(|group| beside(group).is_some()).filter_map(|group| group.reading.as_ref());
        let width = width.map(|name| columns(&reading(name))).max().unwrap_or(0);
        for group in groups {
            let Some(name) = &group.reading else {
                self.clauses(&group.clauses, STEP, opener);
                continue;
            };
            self.print.line_for(STEP, place_of(name));
            match beside(group) {
                Some(clause) => {
                    self.print.text(&padded(&reading(name), width));
                    self.print.gap(1);
                    self.opened(opener, clause, STEP);
                }
                None => {
                    self.print.text(&reading(name));
                    self.clauses(&group.clauses, STEP.saturating_mul(2), opener);
                }
            }
        }
    }

    fn clauses(&mut self, clauses: &[Clause], indent: usize, opener: &str) {
        let aligned = clauses.len() > 1 || indent > STEP;
        let heads: Vec<Head> = clauses.iter().map(|clause| self.head(clause)).collect();
        let before = |head: &Head, clause: &Clause| {
            let few = clause.header.cites.len() < 2 && head.width(0) <= WIDE_HEADER;
            few && (aligned || clause.role != Role::Plain || clause.when.is_some())
        };
        let beside = heads.iter().zip(clauses).filter(|(head, clause)| before(head, clause));
        let widths = beside.map(|(head, _)| head);
        let dates = widths.clone().map(|head| columns(&head.dates)).max().unwrap_or(0);
        let dates = if widths.clone().any(|head| !head.cites.is_empty()) { dates } else { 0 };
        let all = widths.map(|head| columns(&head.text(dates))).max().unwrap_or(0);
        for (clause, head) in clauses.iter().zip(&heads) {
            if is_bare(clause) || !before(head, clause) {
                self.head_lines(clause, indent);
            } else {
                self.print.line_for(indent, clause.span.start);
                self.print.text(&padded(&head.text(dates), all));
                self.print.gap(1);
            }
            self.opened(opener, clause, indent);
        }
    }

    /// What stands before the `=` of a clause, where it stands on the same line.
    fn head(&self, clause: &Clause) -> Head {
        let role = role_text(&clause.role);
        let dates = full_dates(&clause.header);
        let between = if role.is_empty() || dates.is_empty() { "" } else { " " };
        let when = clause.when.as_ref().map(|when| format!("when {}", expr::whole(when, self.source).flat()));
        Head { dates: format!("{role}{between}{dates}"), cites: cites_text(&clause.header), when }
    }

    /// What stands before the `=` of a clause, on lines of its own: what the clause is, dates and citations, the condition.
    fn head_lines(&mut self, clause: &Clause, indent: usize) {
        let role = role_text(&clause.role);
        let inner = if role.is_empty() { indent } else { indent.saturating_add(STEP) };
        if !role.is_empty() {
            self.print.line_for(indent, clause.span.start);
            self.print.text(&role);
        }
        self.header_lines(&clause.header, inner);
        if let Some(when) = &clause.when {
            self.print.line_for(inner, expr::first_place(when));
            let parts = vec![Doc::words("when "), expr::whole(when, self.source)];
            self.print.doc(&Doc::Cat(parts), inner.saturating_add(STEP));
        }
        self.print.line_for(inner, clause_place(clause));
    }

    /// `= EXPR`
    fn opened(&mut self, opener: &str, clause: &Clause, indent: usize) {
        let parts = vec![
            Doc::at(format!("{opener} "), expr::first_place(&clause.body)),
            expr::whole(&clause.body, self.source),
        ];
        self.print.doc(&Doc::Cat(parts), indent.saturating_add(STEP));
    }

    /// A header on lines of its own: dates and the first citation, then a line a citation.
    pub(super) fn header_lines(&mut self, header: &Header, indent: usize) {
        if is_empty(header) {
            return;
        }
        let dates = self.dates(header);
        if dates.width() > 0 {
            let place = [&header.from, &header.to].into_iter().flatten().map(|bound| bound.span.start).min();
            let dated = header.dated_by.as_ref().map(expr::first_place);
            let dated = dated.into_iter().chain(header.status.as_ref().map(|status| status.span.start));
            self.print.line_for(indent, place.into_iter().chain(dated).min().unwrap_or(0));
            self.print.doc(&dates, indent.saturating_add(STEP));
        }
        for (at, cite) in header.cites.iter().enumerate() {
            if at == 0 && dates.width() > 0 {
                self.print.gap(GAP.len());
            } else {
                self.print.line_for(indent, cite.span.start);
            }
            self.print.doc(&Doc::at(cite_text(cite), cite.span.start), indent);
        }
    }

    /// `from D to D dated by E`
    pub(super) fn dates(&self, header: &Header) -> Doc {
        let mut parts = vec![Doc::words(date_text(header))];
        if let Some(dated_by) = &header.dated_by {
            if header.from.is_some() || header.to.is_some() || header.status.is_some() {
                parts.push(Doc::words(" "));
            }
            parts.push(Doc::words("dated by "));
            parts.push(expr::whole(dated_by, self.source));
        }
        Doc::group(parts)
    }

    pub(super) fn parameter(&mut self, parameter: &Parameter) {
        let mut head =
            vec![Doc::words(format!("parameter {}{}", parameter.name.text, shape(&parameter.shape)))];
        if let Some(dated_by) = &parameter.dated_by {
            head.push(Doc::words(" dated by "));
            head.push(expr::whole(dated_by, self.source));
        }
        head.push(Doc::words(format!(" : {}", type_expr(&parameter.ty))));
        if let Some(indexed) = &parameter.indexed {
            let text = format!("indexed by {}, round {} to ", indexed.index.text, indexed.mode.name());
            let step = expr::whole(&indexed.step, self.source);
            head.push(Doc::group(vec![Doc::nest(vec![
                Doc::Line,
                Doc::at(text, indexed.index.span.start),
                step,
            ])]));
        }
        self.print.doc(&Doc::Cat(head), STEP);
        let groups: Vec<&[ParameterValue]> =
            parameter.values.chunk_by(|one, next| one.reading == next.reading).collect();
        let beside = |group: &&[ParameterValue]| match group {
            [row] if self.row_left(row).is_empty() => row.reading.clone(),
            _ => None,
        };
        let width = groups.iter().filter_map(beside).map(|name| columns(&reading(&name))).max().unwrap_or(0);
        for group in groups {
            let name = group.first().and_then(|row| row.reading.as_ref());
            let Some(name) = name else {
                self.rows(group, STEP);
                continue;
            };
            self.print.line_for(STEP, place_of(name));
            match group {
                [row] if self.row_left(row).is_empty() => {
                    self.print.text(&padded(&reading(name), width));
                    self.print.gap(1);
                    self.row_value(row, 0, STEP);
                }
                rows => {
                    self.print.text(&reading(name));
                    self.rows(rows, STEP.saturating_mul(2));
                }
            }
        }
    }

    fn rows(&mut self, rows: &[ParameterValue], indent: usize) {
        let left = rows.iter().map(|row| columns(&self.row_left(row))).max().unwrap_or(0);
        let value = rows.iter().filter(|row| !row.header.cites.is_empty());
        let value = value.map(|row| expr::whole(&row.value, self.source).width()).max().unwrap_or(0);
        for row in rows {
            self.print.line_for(indent, row.span.start);
            if left > 0 {
                self.print.text(&padded(&self.row_left(row), left));
                self.print.gap(1);
            }
            self.row_value(row, value, indent);
        }
    }

    /// `= VALUE   cite …`
    fn row_value(&mut self, row: &ParameterValue, width: usize, indent: usize) {
        let value = expr::whole(&row.value, self.source);
        let missing = width.saturating_sub(value.width());
        let parts = vec![Doc::at("= ", expr::first_place(&row.value)), value];
        self.print.doc(&Doc::Cat(parts), indent.saturating_add(STEP));
        for (at, cite) in row.header.cites.iter().enumerate() {
            if at == 0 {
                self.print.gap(missing.saturating_add(GAP.len()));
            } else {
                self.print.line(indent.saturating_add(STEP));
            }
            self.print.doc(&Doc::words(cite_text(cite)), indent.saturating_add(STEP));
        }
    }

    /// Keys and dates of a row, before its `=`.
    fn row_left(&self, row: &ParameterValue) -> String {
        let keys = row.keys.iter().map(key).collect::<Vec<_>>().join(", ");
        let dates = self.dates(&row.header).flat();
        let between = if keys.is_empty() || dates.is_empty() { "" } else { " " };
        format!("{keys}{between}{dates}")
    }
}

/// The clause of a reading, where it stands beside it.
fn beside(group: &ClauseGroup) -> Option<&Clause> {
    match group.clauses.as_slice() {
        [clause] if is_bare(clause) => Some(clause),
        _ => None,
    }
}

fn is_empty(header: &Header) -> bool {
    header == &Header::default()
}

/// Whether nothing stands before the `=` of a clause.
fn is_bare(clause: &Clause) -> bool {
    is_empty(&clause.header) && clause.role == Role::Plain && clause.when.is_none()
}

/// The first word of a clause that is not before its `=`.
fn clause_place(clause: &Clause) -> u32 {
    if is_bare(clause) { clause.span.start } else { expr::first_place(&clause.body) }
}

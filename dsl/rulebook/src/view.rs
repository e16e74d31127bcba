//! The view: the rulebook as it could be known on a date, with one reading a group.
//!
//! In: a rulebook, a date, chosen readings. Out: which reading is taken of each group, and which clauses are in play. Not
//! here: which clause holds at a date (planning asks that of the clauses in play).

pub use crate::amend::InPlay;
use crate::amend::in_play;
use crate::model::{
    Definition, DefinitionId, Expr, ExprKind, GroupId, ParameterId, ReadingId, RuleId, Rulebook, ScaleId,
    ScaleTable, Version,
};
use crate::readings::was_known;
use ramme_diag::{Diagnostic, Text};
use ramme_value::Date;
use std::collections::BTreeSet;

/// The rulebook as at a date, with its readings chosen.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The date as of which it is known; none: everything.
    pub known_on: Option<Date>,
    /// What is taken of each group, by `GroupId`.
    pub taken: Vec<Taken>,
    /// What the reader should know: a default that was not known yet, and what was taken instead.
    pub notes: Vec<Text>,
    /// The clauses of each definition that are in play, ordered by their first day; by `DefinitionId`.
    pub definitions: Vec<Vec<InPlay>>,
    /// The clauses of each rule that are in play; by `RuleId`.
    pub rules: Vec<Vec<InPlay>>,
    /// The values of each parameter that are in play; by `ParameterId`.
    pub parameters: Vec<Vec<InPlay>>,
    /// The tables of each scale that are in play, by position, ordered by `from`; by `ScaleId`.
    pub scales: Vec<Vec<usize>>,
    rests: Vec<BTreeSet<ReadingId>>,
    rule_rests: Vec<BTreeSet<ReadingId>>,
}

/// What is taken of a group of readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// The reading; none where no reading of the group was known.
    pub reading: Option<ReadingId>,
    /// True where it was asked for.
    pub chosen: bool,
}

impl View {
    /// The reading that is taken of a group.
    #[must_use]
    pub fn reading(&self, group: GroupId) -> Option<ReadingId> {
        self.taken.get(group.index()).and_then(|taken| taken.reading)
    }

    /// The clauses of a definition that are in play, with the days on which they are, ordered by the first.
    #[must_use]
    pub fn clauses(&self, id: DefinitionId) -> &[InPlay] {
        self.definitions.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// The clauses of a rule that are in play, with the days on which they are, ordered by the first.
    #[must_use]
    pub fn rule_clauses(&self, id: RuleId) -> &[InPlay] {
        self.rules.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// The values of a parameter that are in play, with the days on which they are, ordered by the first.
    #[must_use]
    pub fn values(&self, id: ParameterId) -> &[InPlay] {
        self.parameters.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// The tables of a scale that are in play, ordered by `from`.
    #[must_use]
    pub fn tables(&self, id: ScaleId) -> &[usize] {
        self.scales.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// The readings that a definition rests on, its own and those of all that it uses, in the order of the groups.
    #[must_use]
    pub fn rests_on(&self, id: DefinitionId) -> Vec<ReadingId> {
        self.rests.get(id.index()).map(|set| set.iter().copied().collect()).unwrap_or_default()
    }

    /// The readings that a rule rests on.
    #[must_use]
    pub fn rule_rests_on(&self, id: RuleId) -> Vec<ReadingId> {
        self.rule_rests.get(id.index()).map(|set| set.iter().copied().collect()).unwrap_or_default()
    }
}

impl Rulebook {
    /// The rulebook as it could be known on a date, with the chosen readings and the first known one of every other group.
    ///
    /// # Errors
    /// A diagnostic for each chosen reading that was not known on the date, and for two of one group.
    pub fn view(&self, known_on: Option<Date>, choose: &[ReadingId]) -> Result<View, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let mut view = View { known_on, ..View::default() };
        for (at, _) in self.groups.iter().enumerate() {
            let taken = self.take(GroupId::at(at), known_on, choose, &mut view.notes, &mut problems);
            view.taken.push(taken);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let counts = |version: &Version| counts(version, known_on, &view.taken);
        let definitions =
            self.definitions.iter().map(|d| in_play(&d.clauses, &d.amendments, counts)).collect();
        let rules = self.rules.iter().map(|r| in_play(&r.clauses, &r.amendments, counts)).collect();
        let parameters = self.parameters.iter().map(|p| in_play(&p.values, &p.amendments, counts)).collect();
        let tables = self.scales.iter().map(|s| tables_in_play(&s.tables, counts)).collect();
        (view.definitions, view.rules, view.parameters) = (definitions, rules, parameters);
        view.scales = tables;
        self.fill_rests(&mut view);
        Ok(view)
    }

    /// The name of a reading, without its group.
    #[must_use]
    pub fn reading_name(&self, id: ReadingId) -> &str {
        let members = self.groups.get(id.group.index()).map(|group| &group.members);
        let at = usize::try_from(id.member).unwrap_or(usize::MAX);
        members.and_then(|members| members.get(at)).map_or("", String::as_str)
    }

    /// The reading of a group by both names.
    #[must_use]
    pub fn find_reading(&self, group: &str, name: &str) -> Option<ReadingId> {
        let at = self.groups.iter().position(|held| held.name == group)?;
        let member = self.groups.get(at)?.members.iter().position(|held| held == name)?;
        Some(ReadingId { group: GroupId::at(at), member: u32::try_from(member).ok()? })
    }

    /// The readings behind every definition, until nothing changes: a recurrence may lead back to itself.
    fn fill_rests(&self, view: &mut View) {
        let mut rests: Vec<BTreeSet<ReadingId>> = vec![BTreeSet::new(); self.definitions.len()];
        let mut changed = true;
        while changed {
            changed = false;
            for (at, definition) in self.definitions.iter().enumerate() {
                let found = self.rests_of(definition, view.clauses(DefinitionId::at(at)), view, &rests);
                if let Some(held) = rests.get_mut(at)
                    && found.len() > held.len()
                {
                    *held = found;
                    changed = true;
                }
            }
        }
        view.rule_rests = self
            .rules
            .iter()
            .enumerate()
            .map(|(at, rule)| {
                let mut out = BTreeSet::new();
                for clause in
                    view.rule_clauses(RuleId::at(at)).iter().filter_map(|held| rule.clauses.get(held.clause))
                {
                    out.extend(clause.version.reading);
                    clause.exprs().for_each(|expr| self.add_rests(expr, view, &rests, &mut out));
                }
                for expr in rule.asides() {
                    self.add_rests(expr, view, &rests, &mut out);
                }
                out
            })
            .collect();
        view.rests = rests;
    }

    fn rests_of(
        &self,
        definition: &Definition,
        clauses: &[InPlay],
        view: &View,
        rests: &[BTreeSet<ReadingId>],
    ) -> BTreeSet<ReadingId> {
        let mut out = BTreeSet::new();
        for clause in clauses.iter().filter_map(|held| definition.clauses.get(held.clause)) {
            out.extend(clause.version.reading);
            for expr in clause.exprs() {
                self.add_rests(expr, view, rests, &mut out);
            }
        }
        out
    }

    fn add_rests(
        &self,
        body: &Expr,
        view: &View,
        rests: &[BTreeSet<ReadingId>],
        out: &mut BTreeSet<ReadingId>,
    ) {
        body.visit(&mut |part| match part.kind {
            ExprKind::Definition(id) => out.extend(rests.get(id.index()).into_iter().flatten()),
            ExprKind::Scale(scale) => {
                let tables = self.scales.get(scale.index()).map_or(&[][..], |s| &s.tables);
                let in_play = view.tables(scale).iter().filter_map(|at| tables.get(*at));
                out.extend(in_play.filter_map(|table| table.version.reading));
            }
            ExprKind::Parameter(id) => {
                let index = self.parameters.get(id.index()).and_then(|p| p.indexed).map(|made| made.index);
                for id in [id].into_iter().chain(index) {
                    let values = self.parameters.get(id.index()).map_or(&[][..], |p| &p.values);
                    let in_play = view.values(id).iter().filter_map(|held| values.get(held.clause));
                    out.extend(in_play.filter_map(|value| value.version.reading));
                }
            }
            _ => {}
        });
    }
}

/// The positions of the tables of a scale that count, ordered by their first day.
fn tables_in_play(tables: &[ScaleTable], counts: impl Fn(&Version) -> bool) -> Vec<usize> {
    let mut out: Vec<usize> = (0..tables.len()).collect();
    out.retain(|at| tables.get(*at).is_some_and(|table| counts(&table.version)));
    out.sort_by_key(|at| tables.get(*at).map(|table| table.version.from));
    out
}

/// Whether a version is known on a date and of the readings taken.
fn counts(version: &Version, known_on: Option<Date>, taken: &[Taken]) -> bool {
    let read = match version.reading {
        None => true,
        Some(reading) => taken.get(reading.group.index()).is_some_and(|taken| taken.reading == Some(reading)),
    };
    was_known(version, known_on) && read
}

//! Where a value is read: a period, a row, a member of each set.
//!
//! In: layouts. Out: cells of steps. Not here: values.

use std::collections::BTreeMap;

use ramme_rulebook::model::{Axis, AxisName, EntityId, SetId, Shape};

use crate::output::CellId;
use crate::plan::StepId;
use crate::run::env::Env;
use crate::run::layout::Layout;

/// A place on every axis of a body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Spot {
    /// The period, by position; 0 where the body has none.
    pub t: usize,
    /// The row of the body's entity.
    pub row: usize,
    /// The members.
    pub members: BTreeMap<SetId, usize>,
}

impl Spot {
    /// The cell of a layout that stands here.
    pub(super) fn cell(&self, layout: &Layout) -> usize {
        let member = |set: &SetId| self.members.get(set).copied().unwrap_or(0);
        let combo: usize = layout.sets.iter().map(|(set, _)| member(set) * layout.stride(*set)).sum();
        combo * layout.rows + if layout.has_entity { self.row } else { 0 }
    }

    /// The cell of a step.
    pub(super) fn of(&self, env: &Env, step: StepId) -> Option<CellId> {
        Some(CellId { t: env.block_of(step, self.t), cell: self.cell(env.layouts.get(step.index())?) })
    }

    /// The spot of a cell of a layout.
    pub(super) fn at(layout: &Layout, t: usize, cell: usize) -> Spot {
        let (combo, row) = layout.split(cell);
        let members = layout.sets.iter().map(|(set, _)| (*set, layout.member(combo, *set))).collect();
        Spot { t, row, members }
    }

    /// The part of it that a shape has, so that equal values have equal spots.
    pub(super) fn within(&self, shape: &Shape) -> Spot {
        Spot {
            t: if shape.period.is_some() { self.t } else { 0 },
            row: if shape.entity.is_some() { self.row } else { 0 },
            members: self
                .members
                .iter()
                .filter(|(s, _)| shape.sets.contains(s))
                .map(|(s, m)| (*s, *m))
                .collect(),
        }
    }

    /// Axis and key, the entity's first.
    pub(super) fn keys(
        &self,
        env: &Env,
        entity: Option<EntityId>,
        axes: &[AxisName],
    ) -> Vec<(String, String)> {
        let mut out = Vec::new();
        if let Some(e) = entity {
            let name = env.book.entities.get(e.index()).map_or("", |x| x.name.as_str());
            let key = env.data.rows(e).keys.get(self.row).unwrap_or_default().to_owned();
            out.push((name.to_owned(), key));
        }
        for a in axes {
            match a.axis {
                Axis::Entity(_) => {}
                Axis::Period(_) => out.push((a.name.clone(), env.years.year(self.t).to_string())),
                Axis::Set(set) => {
                    let at = self.members.get(&set).and_then(|m| u32::try_from(*m).ok()).unwrap_or(0);
                    out.push((a.name.clone(), env.book.member_name(set, at).to_owned()));
                }
            }
        }
        out
    }
}

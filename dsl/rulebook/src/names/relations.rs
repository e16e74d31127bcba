//! Relations: the chains of them that lead from one entity to another (TYPES P2, P4).
//!
//! In: the entities with their fields. Out: every chain from one entity to another, and cycles. Not here: expressions.

use crate::model::{EntityId, InputId, Rulebook, Type};

/// Relations to follow one after the other.
pub(crate) type Chain = Vec<InputId>;

/// More chains than this are not listed.
const ENOUGH: usize = 4;

impl Rulebook {
    /// The relations of an entity, each with the entity that it leads to.
    pub(crate) fn relations(&self, entity: EntityId) -> Vec<(InputId, EntityId)> {
        let fields = self.entities.get(entity.index()).map_or(&[][..], |e| &e.fields);
        fields.iter().filter_map(|field| Some((*field, self.relation_target(*field)?))).collect()
    }

    /// The entity that a relation leads to; `None` for any other input.
    pub(crate) fn relation_target(&self, input: InputId) -> Option<EntityId> {
        match self.inputs.get(input.index())?.ty {
            Type::Row(target) => Some(target),
            _ => None,
        }
    }

    /// The chains that lead from one entity to another, shortest first; a few at most.
    pub(crate) fn chains(&self, from: EntityId, to: EntityId) -> Vec<Chain> {
        let mut found = Vec::new();
        let mut front: Vec<(EntityId, Chain)> = vec![(from, Vec::new())];
        // Relations never form a cycle in a sound rulebook; the bound holds for one that is not.
        for _ in 0..self.entities.len() {
            let mut next = Vec::new();
            for (at, chain) in front {
                for (field, target) in self.relations(at) {
                    let longer: Chain = chain.iter().copied().chain([field]).collect();
                    if target == to {
                        found.push(longer.clone());
                    }
                    next.push((target, longer));
                }
            }
            if found.len() >= ENOUGH || next.is_empty() || next.len() > 1000 {
                break;
            }
            front = next;
        }
        found.truncate(ENOUGH);
        found
    }

    /// The entities of a cycle of relations, if there is one, each with the relation that leads on.
    pub(crate) fn relation_cycle(&self) -> Option<Vec<(EntityId, InputId)>> {
        let all = (0..self.entities.len()).map(EntityId::at);
        let mut done = vec![false; self.entities.len()];
        for start in all {
            let mut path: Vec<(EntityId, InputId)> = Vec::new();
            if let Some(cycle) = self.walk_relations(start, &mut path, &mut done) {
                return Some(cycle);
            }
        }
        None
    }

    fn walk_relations(
        &self,
        start: EntityId,
        path: &mut Vec<(EntityId, InputId)>,
        done: &mut [bool],
    ) -> Option<Vec<(EntityId, InputId)>> {
        let mut stack = vec![(start, self.relations(start).into_iter())];
        while let Some((entity, relations)) = stack.last_mut() {
            let entity = *entity;
            let Some((field, target)) = relations.next() else {
                if let Some(flag) = done.get_mut(entity.index()) {
                    *flag = true;
                }
                stack.pop();
                path.pop();
                continue;
            };
            if done.get(target.index()).copied().unwrap_or(true) {
                continue;
            }
            let from = path.iter().position(|(e, _)| *e == target);
            path.push((entity, field));
            if target == entity || from.is_some() {
                let from = from.unwrap_or(path.len().saturating_sub(1));
                return Some(path.split_off(from));
            }
            stack.push((target, self.relations(target).into_iter()));
        }
        None
    }
}

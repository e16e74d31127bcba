//! What is not in force: the words of a status, and the reading that adopts it.
//!
//! In: the `status` of a group of readings or of a clause. Out: an ordinary reading that is never the default, so that
//! everything that chooses, compares and names readings serves here too. Not here: which reading a run takes (`readings`).

use crate::check::Checker;
use crate::model::{Awaited, GroupId, ReadingGroup, ReadingId, Status};
use crate::versions::Dating;
use ramme_diag::{Code, Diagnostic, Text};
use ramme_syntax::tree;

/// The first reading of a group that a clause's own status has made, and its default.
const NOT_IN_FORCE: &str = "not_in_force";
/// The other one.
pub const ADOPTED: &str = "adopted";

impl Checker {
    /// The reading that a clause stands under, and its status where it is not in force.
    ///
    /// A status of its own makes a group of two readings, named as what the clause belongs to: `not_in_force`, which is the
    /// default, and `adopted`.
    pub(crate) fn adopted_by(
        &mut self,
        dating: &Dating,
        reading: Option<ReadingId>,
    ) -> (Option<ReadingId>, Option<Awaited>) {
        let own = dating.own.status.as_ref().or(dating.common.and_then(|common| common.status.as_ref()));
        if let Some(id) = reading {
            if let Some(status) = own {
                let problem = Diagnostic::new(Code::StatusUnderReading)
                    .arg("name", dating.name)
                    .arg("group", self.group_name(id.group))
                    .at(status.span);
                self.problems.push(problem);
            }
            let group = self.book.groups.get(id.group.index()).filter(|_| id.member > 0);
            return (reading, group.and_then(|group| group.awaited.clone()));
        }
        let Some(status) = own else { return (None, None) };
        let Some(awaited) = awaited(status, &mut self.problems) else { return (None, None) };
        let group = match self.own_group(dating.name) {
            Some(group) => group,
            None => {
                let members = [NOT_IN_FORCE, ADOPTED].map(str::to_owned).to_vec();
                let (name, awaited) = (dating.name.to_owned(), Some(awaited.clone()));
                self.book.groups.push(ReadingGroup { name, members, awaited, span: status.span });
                GroupId::at(self.book.groups.len().saturating_sub(1))
            }
        };
        (Some(ReadingId { group, member: 1 }), Some(awaited))
    }

    /// The group that the status of a clause of this name has made.
    pub(crate) fn own_group(&self, name: &str) -> Option<GroupId> {
        self.book.groups.iter().position(|group| group.name == name).map(GroupId::at)
    }
}

/// How far something that is not in force has come; a word that is none is reported.
pub(crate) fn awaited(tree: &tree::Status, problems: &mut Vec<Diagnostic>) -> Option<Awaited> {
    let why = tree.why.as_ref().map(|why| why.text.clone());
    if let Some(status) = Status::parse(&tree.word.text) {
        return Some(Awaited { status, why });
    }
    let choices = [
        "`proposed`, `recommended`, `expected` or `agreed`",
        "`proposed`, `recommended`, `expected` eller `agreed`",
    ];
    problems.push(
        Diagnostic::new(Code::WrongKindOfName)
            .arg("name", &tree.word.text)
            .arg("found", Text::both("no status", "ingen status"))
            .arg("expected", Text::both(choices[0], choices[1]))
            .at(tree.word.span),
    );
    None
}

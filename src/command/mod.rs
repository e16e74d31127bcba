//! One file a verb.
//!
//! In: the arguments of the verb. Out: a result on standard output or in a file, messages on standard error, an exit
//! code. Not here: files (`world`), stations (`pipeline`).

pub mod check;
pub mod comply;
pub mod explain;
pub mod fmt;
pub mod run;
pub mod show;
pub mod test;

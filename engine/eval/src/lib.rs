//! Scenario, plan, run: the rulebook over columns and draws.

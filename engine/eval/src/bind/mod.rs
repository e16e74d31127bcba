//! Scenario tables to a dataset.

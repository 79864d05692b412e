use serde::{Deserialize, Serialize};

/// The names of the calendar in one language: the form of `rules/language/calendar.yaml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Calendar {
    /// The names of each month, January first, in lower case.
    #[serde(default)]
    pub months: Vec<Vec<String>>,
    /// The names of each quarter.
    #[serde(default)]
    pub quarters: Vec<Vec<String>>,
    /// What follows the number of a day: `3rd`.
    #[serde(default)]
    pub ordinals: Vec<String>,
}

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::effective::{Effective, FailOn, Origin, Programs};
use super::file::{FailLevel, Level};
use super::layers::{Errors, Layer};
use crate::lint::{RuleSetting, Settings};
use crate::rule::{Program, Severity};
use crate::source::{FileError, Span};
use crate::yaml::{Entries, Spanned, did_you_mean, nearest};

/// Merges the configs in force for a file, the nearest last, key by key.
///
/// # Errors
/// Every name in them that is not known.
pub(super) fn of(programs: &Programs, layers: &[Arc<Layer>], file: &Path) -> Result<Effective, Vec<FileError>> {
    let mut merge = Merge {
        programs,
        settings: Settings::default(),
        fail_on: None,
        baseline: None,
        language: "en".to_owned(),
        origins: BTreeMap::new(),
        errors: Errors::default(),
    };
    layers.iter().for_each(|layer| merge.layer(layer));
    layers.iter().for_each(|layer| merge.overrides(layer, file));
    let Merge { settings, fail_on, baseline, language, origins, errors, .. } = merge;
    errors.none()?;
    let (programs, settings) = (programs.clone(), Arc::new(settings));
    Ok(Effective { programs, settings, fail_on, baseline, language, origins })
}

struct Merge<'a> {
    programs: &'a [Arc<Program>],
    settings: Settings,
    fail_on: Option<FailOn>,
    baseline: Option<PathBuf>,
    language: String,
    origins: BTreeMap<String, (String, Origin)>,
    errors: Errors,
}

impl Merge<'_> {
    fn note(&mut self, layer: &Layer, span: Span, name: String, value: String) {
        self.origins.insert(name, (value, Origin::File(layer.name.clone(), layer.line(span))));
    }

    /// Forgets where the entries of a list come from that a nearer one replaces.
    fn forget(&mut self, list: &str) {
        self.origins.retain(|name, _| !name.starts_with(list));
    }

    fn layer(&mut self, layer: &Layer) {
        let file = &layer.file;
        let rules = self.levels(layer, &file.rules, "rules");
        self.settings.rules.extend(rules);
        for (kind, profile) in &file.profiles.0 {
            let rules = self.levels(layer, &profile.rules, &format!("profiles.{}.rules", kind.value));
            self.settings.by_kind.entry(kind.value.clone()).or_default().extend(rules);
        }
        if let Some(language) = &file.language {
            self.language.clone_from(&language.value);
            self.note(layer, language.span, "language".to_owned(), language.value.clone());
        }
        if let Some(level) = &file.fail_on {
            let (fail_on, name) = match level.value {
                FailLevel::Advice => (FailOn::At(Severity::Advice), "advice"),
                FailLevel::Warning => (FailOn::At(Severity::Warning), "warning"),
                FailLevel::Error => (FailOn::At(Severity::Error), "error"),
                FailLevel::Never => (FailOn::Never, "never"),
            };
            self.fail_on = Some(fail_on);
            self.note(layer, level.span, "fail-on".to_owned(), name.to_owned());
        }
        if let Some(baseline) = &file.baseline {
            self.baseline = Some(layer.folder().join(&baseline.value));
            self.note(layer, baseline.span, "baseline".to_owned(), baseline.value.clone());
        }
        if let Some(allowed) = &file.silencing.allowed {
            self.settings.silencing = allowed.value;
            self.note(layer, allowed.span, "silencing.allowed".to_owned(), allowed.value.to_string());
        }
        if let Some(never) = &file.silencing.never {
            self.settings.never_silenced = never.iter().map(|rule| rule.value.clone()).collect();
            self.forget("silencing.never.");
            for rule in never {
                self.known_rule(layer, rule);
                self.note(layer, rule.span, format!("silencing.never.{}", rule.value), "true".to_owned());
            }
        }
        if let Some(most) = &file.portfolio.most_due {
            self.settings.most_due = most.value as usize;
            self.note(layer, most.span, "portfolio.most-due".to_owned(), most.value.to_string());
        }
        if let Some(days) = &file.portfolio.window_days {
            self.settings.window_days = i64::from(days.value);
            self.note(layer, days.span, "portfolio.window-days".to_owned(), days.value.to_string());
        }
        for (name, list) in [("include", &file.include), ("exclude", &file.exclude)] {
            if let Some(list) = list {
                self.note(layer, list.span, name.to_owned(), format!("[{}]", list.value.join(", ")));
            }
        }
        if let Some(packs) = &file.packs {
            self.forget("packs.");
            for pack in packs {
                self.note(layer, pack.span, format!("packs.{}", pack.value), "true".to_owned());
            }
        }
        for (name, entries) in [("headings", &file.headings), ("words", &file.words)] {
            for (key, phrases) in &entries.0 {
                let shown = phrases.iter().map(|phrase| phrase.value.as_str()).collect::<Vec<_>>().join(", ");
                self.note(layer, key.span, format!("{name}.{}", key.value), format!("[{shown}]"));
            }
        }
    }

    fn overrides(&mut self, layer: &Layer, path: &Path) {
        for (over, globs) in layer.file.overrides.iter().zip(&layer.overrides) {
            // Check the names even where the pattern does not match, so that a slip shows at once.
            if !path.starts_with(&layer.counts_from) || !globs.matched_path_or_any_parents(path, false).is_ignore() {
                for (rule, _) in &over.rules.0 {
                    self.known_rule(layer, rule);
                }
                if let Some(profile) = &over.profile {
                    self.known_profile(layer, profile);
                }
                continue;
            }
            if let Some(profile) = &over.profile {
                let rules = self.known_profile(layer, profile);
                for rule in rules.keys() {
                    self.note(layer, profile.span, format!("rules.{rule}"), profile.value.clone());
                }
                self.settings.rules.extend(rules);
            }
            let rules = self.levels(layer, &over.rules, "rules");
            self.settings.rules.extend(rules);
        }
    }

    /// The rules of a profile; none, and an error, where there is no such profile.
    fn known_profile(&mut self, layer: &Layer, profile: &Spanned<String>) -> BTreeMap<String, RuleSetting> {
        let Some(rules) = self.settings.by_kind.get(&profile.value) else {
            let known = self.settings.by_kind.keys().map(String::as_str);
            self.errors.add(layer, profile.span, || {
                (format!("there is no profile `{}`", profile.value), nearest(&profile.value, known).map(did_you_mean))
            });
            return BTreeMap::new();
        };
        rules.clone()
    }

    fn known_rule(&mut self, layer: &Layer, rule: &Spanned<String>) -> bool {
        let known = self.programs.iter().any(|program| program.rule(&rule.value).is_some());
        if !known {
            let rules = self.programs.iter().flat_map(|program| &program.rules).map(|rule| rule.id.as_str());
            self.errors.add(layer, rule.span, || {
                let help =
                    nearest(&rule.value, rules).map(did_you_mean).or(Some("`brieflint rules` lists them".to_owned()));
                (format!("there is no rule `{}`", rule.value), help)
            });
        }
        known
    }

    fn levels(&mut self, layer: &Layer, entries: &Entries<Level>, under: &str) -> BTreeMap<String, RuleSetting> {
        let mut rules = BTreeMap::new();
        for (rule, level) in &entries.0 {
            if self.known_rule(layer, rule) {
                rules.insert(rule.value.clone(), level.severity().map_or(RuleSetting::Off, RuleSetting::At));
                self.note(layer, rule.span, format!("{under}.{}", rule.value), level.name().to_owned());
            }
        }
        rules
    }
}

//! The rules of a pack: what makes each fire, and what it says.

use super::Compiler;
use crate::rule::limits;
use crate::rule::pack::{LoadedRule, Place};
use crate::rule::program::*;
use crate::source::MOST_ERRORS;
use crate::yaml::{did_you_mean, nearest};

/// The holes of a message or a help text.
const HOLES: [&str; 6] = ["match", "field", "value", "other", "near", "count"];

impl Compiler<'_> {
    pub(super) fn rules(&mut self) {
        let pack = self.pack;
        for loaded in &pack.rules {
            let Some(&id) = self.rule_ids.get(&loaded.id) else { continue };
            if self.program.rules[id as usize].pack == loaded.pack {
                self.rule(id, loaded);
            }
        }
    }

    fn rule(&mut self, id: RuleId, loaded: &LoadedRule) {
        let rule = &loaded.rule;
        let file = loaded.file;
        self.texts(loaded);
        if let Some(flag) = &rule.flag {
            self.flag(file, flag, Owner::Rule(id));
        }
        let place = Place { file, ..Place::default() };
        let check = match (&rule.missing, &rule.ratio, &rule.check, &rule.flag) {
            (Some(element), None, None, None) => Check::Missing(self.element(file, element).unwrap_or_default()),
            (None, Some(ratio), None, Some(_)) => {
                Check::Ratio { least: ratio.least, times: ratio.times, of: self.role_names(file, &ratio.of) }
            }
            (None, None, Some(check), _) => {
                match CodeCheck::ALL.into_iter().find(|known| known.name() == check.value) {
                    Some(known) => Check::Code(known),
                    None => {
                        let help = nearest(&check.value, CodeCheck::ALL.map(CodeCheck::name)).map(did_you_mean);
                        self.error(
                            Place { file, span: check.span },
                            format!("there is no check `{}`", check.value),
                            help,
                        );
                        Check::Passage
                    }
                }
            }
            (None, None, None, Some(_)) => Check::Passage,
            (None, None, None, None) if rule.beside.is_some() => Check::Passage,
            (None, None, None, None) => {
                let help =
                    "say what it looks for with `flag`, or which element has to be there with `missing`".to_owned();
                self.error(place, "this rule can never fire".to_owned(), Some(help));
                Check::Passage
            }
            _ => {
                self.error(
                    place,
                    "a rule has one of `flag`, `missing`, `flag` with `ratio`, and `check`".to_owned(),
                    None,
                );
                Check::Passage
            }
        };
        let about = match check {
            Check::Missing(element) if rule.about.is_none() => Some(element),
            _ => rule.about.as_ref().and_then(|element| self.element(file, element)),
        };
        let replaces = self.rule_names(file, &rule.replaces);
        let mut absorbs = Vec::new();
        if let Some(beside) = &rule.beside {
            absorbs = self.rule_names(file, &beside.hits_of);
            self.flag(file, &beside.words, Owner::Beside(id));
        }
        let compiled = &mut self.program.rules[id as usize];
        compiled.check = check;
        compiled.about = about;
        compiled.replaces = replaces;
        compiled.absorbs = absorbs;
    }

    /// Reports rules that replace one another in a circle: on the same words all of them would give way.
    pub(super) fn check_replaced(&mut self) {
        let rules = &self.program.rules;
        let (mut seen, mut open) = (vec![false; rules.len()], vec![false; rules.len()]);
        let mut circles = Vec::new();
        for start in 0..rules.len() {
            if seen[start] {
                continue;
            }
            // A rule, one that it replaces, one that this replaces, and so on, each with those that are still to be followed.
            let mut way = vec![(start, rules[start].replaces.iter())];
            while let Some((rule, replaces)) = way.last_mut() {
                (seen[*rule], open[*rule]) = (true, true);
                match replaces.next().map(|&replaced| usize::from(replaced)) {
                    None => {
                        open[*rule] = false;
                        way.pop();
                    }
                    Some(replaced) if open[replaced] && circles.len() < MOST_ERRORS => {
                        let circle = way.iter().map(|&(rule, _)| rule).skip_while(|&rule| rule != replaced);
                        let next = circle.clone().skip(1).chain([replaced]);
                        // A team's own rule is at fault, not the built-in one that it replaces.
                        circles.extend(circle.zip(next).max_by_key(|&(rule, _)| rules[rule].pack));
                    }
                    Some(replaced) if !seen[replaced] => way.push((replaced, rules[replaced].replaces.iter())),
                    Some(_) => {}
                }
            }
        }
        let named = circles.into_iter().map(|(rule, replaced)| (rules[rule].id.clone(), rules[replaced].id.clone()));
        for (rule, replaced) in named.collect::<Vec<_>>() {
            let Some(loaded) = self.pack.rules.iter().rev().find(|loaded| loaded.id == rule) else { continue };
            let span = loaded.rule.replaces.iter().find(|name| name.value == replaced).map(|name| name.span);
            let place = Place { file: loaded.file, span: span.unwrap_or_default() };
            let help = "on the same words each of them gives way, and nothing is found".to_owned();
            self.error(place, format!("`{rule}` replaces itself, by way of `{replaced}`"), Some(help));
        }
    }

    /// The texts that people read: no empty ones, and no hole that nothing fills.
    fn texts(&mut self, loaded: &LoadedRule) {
        let rule = &loaded.rule;
        for (name, text) in
            [("summary", &rule.summary), ("message", &rule.message), ("help", &rule.help), ("why", &rule.why)]
        {
            let place = Place { file: loaded.file, span: text.span };
            let longest = if name == "why" { limits::LONGEST_WHY } else { limits::LONGEST_TEXT };
            if text.value.trim().is_empty() {
                self.error(place, format!("`{name}` is empty"), None);
            } else if text.value.len() > longest {
                self.error(place, format!("`{name}` is longer than {longest} bytes"), None);
            }
            self.holes(Place { file: loaded.file, span: text.span }, &text.value, &HOLES);
        }
    }

    /// Finds holes in a text that nothing fills.
    pub(super) fn holes(&mut self, place: Place, text: &str, known: &[&str]) {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once('{') {
            let Some((hole, after)) = after.split_once('}') else { break };
            if !known.contains(&hole) {
                let help = match nearest(hole, known.iter().copied()) {
                    Some(near) => did_you_mean(&format!("{{{near}}}")),
                    None => {
                        let names: Vec<String> = known.iter().map(|hole| format!("{{{hole}}}")).collect();
                        format!("the holes are: {}", names.join(", "))
                    }
                };
                self.error(place, format!("nothing fills the hole `{{{hole}}}`"), Some(help));
            }
            rest = after;
        }
    }
}

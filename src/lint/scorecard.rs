//! The clarity test of one brief: how each responsibility answers the three questions, and on what evidence.

use super::card::{Answer, Evidence, Grade, Scorecard, Standing, Stated, question_of};
use super::evidence::{Covered, Stating, Whole};
use super::{Context, Finding, Outcome, Reading, contradiction, fields};
use crate::brief::Brief;
use crate::language::{Marks, Period, Read, form};
use crate::rule::{Program, Role, Severity, Subject};
use crate::source::Span;
use crate::yaml::Node;

/// The scorecard of each responsibility.
pub(super) fn of(context: &Context<'_>, outcome: &Outcome) -> Vec<Scorecard> {
    let whole = Whole::new(context, outcome);
    let names = Names {
        title: name_of(context.text, context.brief, context.program, context.reading).unwrap_or_default(),
        delegator: field(context, "delegator").or_else(|| named(context, form::DELEGATOR)),
        delegate: named(context, form::DELEGATE),
    };
    let each = &context.responsibilities.each;
    (0..each.len()).map(|home| card(context, outcome, &whole, &names, home)).collect()
}

/// Names that the whole brief has in common.
struct Names {
    title: String,
    delegator: Option<String>,
    delegate: Option<String>,
}

fn card(context: &Context<'_>, outcome: &Outcome, whole: &Whole<'_>, names: &Names, home: usize) -> Scorecard {
    let program = context.program;
    let responsibility = &context.responsibilities.each[home];
    let mut answers: Vec<Answer> = program
        .questions
        .iter()
        .map(|question| Answer {
            question: question.clone(),
            grade: Grade::Pass,
            evidence: Vec::new(),
            traps: Vec::new(),
        })
        .collect();
    for element in 0..program.elements {
        let id = &program.roles[element as usize].id;
        let Some(question) = question_of(program, element) else { continue };
        let evidence =
            Evidence { element: id.clone(), standing: Standing::Missing, stated: Vec::new(), findings: Vec::new() };
        if let Some(answer) = answers.iter_mut().find(|answer| answer.question == question) {
            answer.evidence.push(evidence);
        }
    }
    for number in whole.findings_of(home) {
        file(context, &mut answers, number, &outcome.findings[number]);
    }
    let mut stated = Stating::new(context, whole, responsibility);
    for answer in &mut answers {
        for evidence in &mut answer.evidence {
            let against = evidence.findings.iter().chain(&answer.traps).map(|&number| &outcome.findings[number]);
            let against = Covered::new(against.filter(|finding| finding.undermines()).map(|finding| finding.span));
            let sound = |span| !against.meets(span) && !whole.traps.meets(span);
            evidence.stated = stated.of(context, &evidence.element, sound);
            evidence.standing = evidence
                .stated
                .iter()
                .map(|stated| stated.sound)
                .max()
                .map_or(Standing::Missing, |sound| if sound { Standing::Sound } else { Standing::Poor });
        }
        answer.evidence.sort_by_key(|evidence| rank(program, &evidence.element));
        answer.grade = grade(program, answer, &outcome.findings);
    }
    let owner = owner(context, names, &answers);
    let due = due(context, &answers);
    Scorecard {
        title: responsibility.name.clone().unwrap_or_else(|| names.title.clone()),
        name: responsibility.name.clone(),
        anchor: responsibility.anchor,
        owner,
        delegator: names.delegator.clone(),
        due,
        answers,
    }
}

fn field(context: &Context<'_>, name: &str) -> Option<String> {
    Some(context.value(name)?.text()?.trim().to_owned())
}

/// What a brief is called: the title in its front matter, else its first heading.
#[must_use]
pub fn name_of(text: &str, brief: &Brief, program: &Program, reading: &Reading) -> Option<String> {
    let heading = || {
        let block = brief.first_heading()?;
        Some(brief.as_read(text, block, brief.blocks[block as usize].span))
    };
    let field = fields::value(brief, program, reading, "title").and_then(Node::text);
    field.map(|title| title.trim().to_owned()).or_else(heading)
}

/// The place of an element in its question: in the order in which a new brief has them, those without one last.
fn rank(program: &Program, element: &str) -> u8 {
    role(program, element).and_then(|role| role.stub.as_ref()).map_or(u8::MAX, |stub| stub.order)
}

fn role<'p>(program: &'p Program, id: &str) -> Option<&'p Role> {
    program.role(id).map(|role| &program.roles[usize::from(role)])
}

/// Puts a finding with the element or the question that it is about.
fn file(context: &Context<'_>, answers: &mut [Answer], number: usize, finding: &Finding) {
    let program = context.program;
    let Some(rule) = program.rule(&finding.rule).map(|rule| &program.rules[rule as usize]) else { return };
    let subject = program.groups[usize::from(rule.group)].about;
    let element = match (rule.about, subject) {
        (Some(element), _) => Some(program.roles[usize::from(element)].id.as_str()),
        (None, Subject::Place | Subject::Form) => element_at(context, finding.span),
        (None, Subject::Question) => None,
    };
    let evidence = answers
        .iter_mut()
        .flat_map(|answer| &mut answer.evidence)
        .find(|evidence| element == Some(evidence.element.as_str()));
    if let Some(evidence) = evidence {
        evidence.findings.push(number);
    } else if subject != Subject::Form
        && let Some(answer) = answers.iter_mut().find(|answer| answer.question == finding.question)
    {
        answer.traps.push(number);
    }
}

/// The element that the words at a place are about: by their field, label or heading.
fn element_at<'p>(context: &Context<'p>, span: Span) -> Option<&'p str> {
    let (fields, blocks) = (&context.brief.front.fields, &context.brief.blocks);
    let of_field = |id: &usize| match blocks[*id].kind {
        crate::brief::Kind::Field { field, .. } => fields[field as usize].key_span.overlaps(span),
        _ => false,
    };
    // Blocks stand in the order of the file, a value right after its key.
    let next = blocks.partition_point(|block| block.span.start < span.end);
    let id = next
        .checked_sub(1)
        .filter(|&id| blocks[id].span.overlaps(span))
        .or_else(|| Some(next).filter(|&id| id < blocks.len()).filter(of_field))?;
    let roles = crate::rule::Roles(context.reading.roles[id].0 | context.reading.gives[id].0);
    let element = (0..context.program.elements).find(|&element| roles.has(element))?;
    Some(&context.program.roles[element as usize].id)
}

fn grade(program: &Program, answer: &Answer, findings: &[Finding]) -> Grade {
    let against: Vec<&Finding> = answer
        .evidence
        .iter()
        .flat_map(|evidence| &evidence.findings)
        .chain(&answer.traps)
        .map(|&number| &findings[number])
        .filter(|finding| finding.undermines())
        .collect();
    let answers = |element: &str| role(program, element).is_some_and(|role| role.answers);
    let answered =
        answer.evidence.iter().any(|evidence| evidence.standing == Standing::Sound && answers(&evidence.element));
    // What is missing points at no words of the brief; what is said points at its own.
    let words = against.iter().any(|finding| finding.missing.is_none());
    match () {
        () if against.iter().any(|finding| finding.severity == Severity::Error) => Grade::Fail,
        () if words && !answered => Grade::Fail,
        () if !against.is_empty() => Grade::Partly,
        () => Grade::Pass,
    }
}

/// Who answers: the value of the field, else the first name in a passage that says so, else the one who is addressed.
fn owner(context: &Context<'_>, names: &Names, answers: &[Answer]) -> Option<String> {
    let evidence = answers.iter().flat_map(|answer| &answer.evidence).find(|evidence| evidence.element == "owner")?;
    if evidence.standing == Standing::Missing {
        return None;
    }
    if let Some(field) = nearest(evidence).find(|stated| stated.field.is_some()) {
        return Some(field.span.of(context.text).trim_matches(['"', '\'']).to_owned());
    }
    let addressee = || names.delegate.clone().filter(|_| context.responsibilities.each.len() == 1);
    nearest(evidence).find_map(|stated| name_in(context, stated.passage)).or_else(addressee)
}

/// What a responsibility states itself, or what is stated for all: whichever comes first.
fn nearest(evidence: &Evidence) -> impl Iterator<Item = &Stated> {
    let is_own = evidence.stated.first().is_some_and(|first| first.own);
    evidence.stated.iter().filter(move |stated| stated.own == is_own)
}

/// The first run of words that are a name.
fn name_in(context: &Context<'_>, passage: Span) -> Option<String> {
    let tokens = &context.reading.words.tokens;
    let is_name = |at: &usize| tokens[*at].capital && matches!(tokens[*at].form, form::NAME | form::DELEGATE);
    let from = tokens.partition_point(|token| token.span.start < passage.start);
    let inside = |at: &usize| passage.contains(tokens[*at].span);
    let first = (from..tokens.len()).take_while(inside).find(is_name)?;
    let last = (first + 1..tokens.len())
        .take_while(|at| inside(at) && is_name(at) && tokens[*at].before == Marks::SPACE)
        .last()
        .unwrap_or(first);
    // `Owner: Ben Lund`: a first name may be a word, too.
    let is_first_name = |at: &usize| {
        inside(at)
            && tokens[*at].capital
            && tokens[*at].before.has(Marks::COLON)
            && tokens[*at + 1].before == Marks::SPACE
    };
    let first = first.checked_sub(1).filter(is_first_name).unwrap_or(first);
    Some(tokens[first].span.join(tokens[last].span).of(context.text).to_owned())
}

/// The first word that this brief uses as the name of its delegate or delegator.
fn named(context: &Context<'_>, form: crate::language::FormId) -> Option<String> {
    let token = context.reading.words.tokens.iter().find(|token| token.capital && token.form == form)?;
    Some(token.span.of(context.text).to_owned())
}

/// The date of the deadline: in the most telling passage of the body that has one date and no more.
fn due(context: &Context<'_>, answers: &[Answer]) -> Option<Period> {
    let evidence =
        answers.iter().flat_map(|answer| &answer.evidence).find(|evidence| evidence.element == "deadline")?;
    let of_all =
        || context.due().map(|(_, due)| due).filter(|_| !evidence.stated.first().is_some_and(|first| first.own));
    let of_one = |stated: &Stated| {
        if stated.field.is_some() {
            return match context.program.calendar.read(stated.span.of(context.text)) {
                Read::Period(period) => Some(period),
                _ => None,
            };
        }
        match contradiction::dates_in(context, stated.passage, None)[..] {
            [(_, period)] => Some(period),
            _ => None,
        }
    };
    of_all().or_else(|| nearest(evidence).find_map(of_one))
}

//! `<!-- docent: id=…; label -->` below a question's heading.

use crate::{
    course::{
        Position,
        front_matter::bad_id,
        problem::{Code, Problem},
    },
    ids::QuestionId,
};

/// What a teacher sets beyond what the page shows.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub id: Option<QuestionId>,
    pub aliases: Vec<QuestionId>,
    /// Learners are told to choose all that apply, although only one is right.
    pub several: bool,
    /// Any one of several right choices will do.
    pub one: bool,
    /// The heading is a mere label.
    pub label: bool,
}

impl Settings {
    /// Reads what one comment says.
    pub(super) fn read(&mut self, text: &str, at: &Position, problems: &mut Vec<Problem>) {
        for setting in text.split([';', '\n']).map(str::trim).filter(|setting| !setting.is_empty()) {
            let (name, value) =
                setting.split_once('=').map_or((setting, ""), |(name, value)| (name.trim(), value.trim()));
            match (name, value) {
                ("id", id) => self.id = parse(id, at, problems),
                ("aliases", ids) => {
                    self.aliases.extend(ids.split_whitespace().filter_map(|id| parse(id, at, problems)));
                }
                ("select", "several") => self.several = true,
                ("select", "one") => self.one = true,
                ("label", "") => self.label = true,
                _ => {
                    let message = format!("unknown setting `{setting}` of a question");
                    let help = "known are `id=…`, `aliases=…`, `select=several`, `select=one` and `label`";
                    problems.push(Problem::new(Code::QuizUnknownSetting, at.clone(), message, help));
                }
            }
        }
    }
}

fn parse(id: &str, at: &Position, problems: &mut Vec<Problem>) -> Option<QuestionId> {
    match QuestionId::parse(id) {
        Ok(id) => Some(id),
        Err(error) => {
            problems.push(bad_id(id, &error, at.clone()));
            None
        }
    }
}

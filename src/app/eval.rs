//! `docent eval`: how well the content answers a file of judged questions.

use std::{fs, io::Write, path::PathBuf};

use anyhow::Context;

use super::{Stop, read_content};
use crate::{
    cli::{EvalFormat, Exit},
    clock::Clock,
    config::Config,
    eval,
};

pub(super) fn eval(config: &Config, files: &[PathBuf], format: EvalFormat) -> Result<Exit, Stop> {
    let mut questions = Vec::new();
    for file in files {
        let name = file.display().to_string();
        let rows = fs::read_to_string(file).map_err(|error| Stop::Usage(format!("cannot read {name}: {error}")))?;
        questions.extend(eval::parse(&name, &rows).map_err(|error| Stop::Usage(format!("{error:#}")))?);
    }
    if questions.is_empty() {
        return Err(Stop::Usage("there are no questions in these files; write one JSON object a line".to_owned()));
    }
    let content = read_content(config, &Clock::System)?;
    for (question, page) in eval::judged_nowhere(content.library.search(), &questions) {
        anstream::eprintln!("warning: question `{question}`: `{page}` is no page of this course; mend the row");
    }
    let answered = eval::answer(content.library.search(), &questions);
    let text = match format {
        EvalFormat::Human => eval::score(&questions, &answered).to_string(),
        EvalFormat::Jsonl => {
            let rows = answered.iter().map(|row| Ok(serde_json::to_string(row)? + "\n"));
            rows.collect::<anyhow::Result<String>>()?
        }
    };
    anstream::stdout().lock().write_all(text.as_bytes()).context("cannot write the measurement")?;
    Ok(Exit::Done)
}

//! Whole banks into one page of native Markdown: what `docent import` writes.

use std::{collections::HashMap, sync::Arc};

use super::{
    Format,
    native::{self, Written},
};
use crate::{
    course::{
        Position,
        lesson::title_from_path,
        problem::{Code, Problem},
        question::Draft,
    },
    ids::QuestionId,
};

/// A file of questions with the name that problems give it.
#[derive(Debug, Clone)]
pub struct BankFile {
    pub path: Arc<str>,
    pub content: String,
}

/// A page that a teacher can own, and everything that is not in it.
#[derive(Debug)]
pub struct Imported {
    pub markdown: String,
    /// How many questions the page holds.
    pub questions: usize,
    /// By file, in the order of its lines.
    pub problems: Vec<Problem>,
}

/// Turns `files` into one page. Questions that cannot be asked are left out and said; the same files give the same page.
pub fn import(format: Format, files: &[BankFile]) -> Imported {
    let mut problems = Vec::new();
    let mut drafts = Vec::new();
    let mut ids = HashMap::new();
    for file in files {
        let bank = format.read(&file.path, &file.content);
        problems.extend(bank.problems);
        for mut draft in bank.questions {
            if files.len() > 1 && draft.category.is_none() {
                draft.category = Some(title_from_path(&file.path));
            }
            match draft.check().and_then(|()| claim_id(&draft, &mut ids)) {
                Ok(()) => drafts.push(draft),
                Err(problem) => problems.push(*problem),
            }
        }
    }
    let title = match files {
        [file] => title_from_path(&file.path),
        _ => "Quiz".to_owned(),
    };
    let Written { markdown, problems: not_kept } = native::write(&title, &drafts);
    problems.extend(not_kept);
    let order: HashMap<Arc<str>, usize> =
        files.iter().enumerate().map(|(index, file)| (file.path.clone(), index)).collect();
    problems.sort_by_key(|problem| (order.get(&problem.at.path).copied(), problem.at.line, problem.at.column));
    Imported { markdown, questions: drafts.len(), problems }
}

/// One page cannot hold an id twice.
fn claim_id(draft: &Draft, ids: &mut HashMap<QuestionId, Position>) -> Result<(), Box<Problem>> {
    let Some(id) = &draft.id else { return Ok(()) };
    if let Some(first) = ids.get(id) {
        let message = format!("question id `{id}` is already used in {}:{}", first.path, first.line);
        let help = "give one of the two another id; answers are recorded by id";
        return Err(Box::new(Problem::new(Code::QuestionIdTwice, draft.at.clone(), message, help)));
    }
    ids.insert(id.clone(), draft.at.clone());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, content: &str) -> BankFile {
        BankFile { path: path.into(), content: content.to_owned() }
    }

    #[test]
    fn several_files_become_sections_of_one_page() {
        let files = [
            file("b/02-tasks.txt", "What waits?\nA) await\nB) sleep\nANSWER: A\n"),
            file("b/03-loops.txt", "What loops?\nA) for\nANSWER: A\n\nWhat ends?\nA) break\nB) pass\nANSWER: A\n"),
        ];
        let imported = import(Format::Aiken, &files);
        insta::assert_snapshot!(imported.markdown, @"
        # Quiz

        ## Tasks {.quiz}

        ### What waits?

        - [x] await
        - [ ] sleep

        ## Loops {.quiz}

        ### What ends?

        - [x] break
        - [ ] pass
        ");
        assert_eq!(imported.questions, 2);
        let [problem] = imported.problems.as_slice() else { panic!("{:?}", imported.problems) };
        assert_eq!((problem.code, problem.at.line), (Code::QuizTooFewChoices, 1));
        assert_eq!(import(Format::Aiken, &files).markdown, imported.markdown);
    }

    #[test]
    fn problems_of_reading_checking_and_writing_come_in_the_order_of_the_file() {
        let content = "// [id:a;b]\nOne?{=x}\n\nTwo?{}\n\n// [id:c]\nThree?{=x}\n\n// [id:c]\nFour?{=x}\n";
        let imported = import(Format::Gift, &[file("q.gift", content)]);
        let said: Vec<_> = imported.problems.iter().map(|problem| (problem.at.line, problem.code.as_str())).collect();
        assert_eq!(said, [(2, "bank-simplified"), (4, "bank-unsupported"), (10, "question-id-twice")]);
        assert_eq!(imported.questions, 2);
    }

    #[test]
    fn formats_have_names() {
        assert!(Format::ALL.into_iter().all(|format| Format::parse(format.as_str()) == Some(format)));
        assert_eq!(Format::parse("qti"), None);
    }
}

//! What is wrong with a course, said so that a teacher can mend it.
//!
//! Every kind of problem has one row in the table below: the code that documentation and scripts use, and how grave
//! it is. `docs/content.md` explains each one; a test holds the two together.

use super::Position;

/// One thing that a teacher should know about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    pub code: Code,
    pub at: Position,
    /// How many characters of the line are meant; zero when it is the line as a whole.
    pub length: u32,
    /// What is wrong: lower case, no full stop, names the thing.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Works, but a learner would be better served otherwise.
    Warning,
    /// Something was left out of the course.
    Error,
}

impl Problem {
    /// A problem with the line at `at` as a whole; how grave it is follows from the code.
    pub fn new(code: Code, at: Position, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { severity: code.severity(), code, at, length: 0, message: message.into(), help: help.into() }
    }

    /// Narrows the problem to `length` characters from its position on.
    #[must_use]
    pub fn spanning(mut self, length: usize) -> Self {
        self.length = u32::try_from(length).unwrap_or(u32::MAX);
        self
    }
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $severity:ident $text:literal)*) => {
        /// A kind of problem. Codes are a contract with scripts: they are added, not renamed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// As documentation and scripts write it: `quiz-without-key`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)*
                }
            }
        }
    };
}

codes! {
    // The folder and its configuration.
    FileUnreadable Error "file-unreadable"
    FileTooLarge Error "file-too-large"
    NotUtf8 Error "not-utf8"
    NoLessons Error "no-lessons"
    ConfigSyntax Error "config-syntax"
    ConfigUnknownKey Warning "config-unknown-key"
    ConfigBadValue Error "config-bad-value"
    CourseIdTwice Error "course-id-twice"
    LinkOut Error "symlink-outside"
    SiteInside Warning "site-inside"

    // A page and its front matter.
    FrontMatterSyntax Error "front-matter-syntax"
    FrontMatterUnknownKey Warning "front-matter-unknown-key"
    FrontMatterBadValue Error "front-matter-bad-value"
    LessonIdTwice Error "lesson-id-twice"
    LessonEmpty Error "lesson-empty"
    AliasTaken Warning "alias-taken"
    SectionIdTwice Error "section-id-twice"
    BadId Error "bad-id"
    LessonUnknown Warning "lesson-unknown"

    // Includes and structure of course trees.
    IncludeUnresolved Error "include-unresolved"
    IncludeOutside Error "include-outside"
    IncludeLoop Error "include-loop"
    IncludeTooLarge Error "include-too-large"
    IncludeAnchorUnknown Error "include-anchor-unknown"
    IncludeRangeEmpty Warning "include-range-empty"
    IncludeSyntax Error "include-syntax"
    SnippetMissing Warning "snippet-missing"
    IncludeOfQuiz Error "include-of-quiz"
    SummaryMissing Error "summary-missing"
    SummarySyntax Error "summary-syntax"
    ChapterMissing Error "chapter-missing"
    ChapterTwice Warning "chapter-twice"
    LessonUnreachable Warning "lesson-unreachable"
    NavMissing Warning "nav-missing"
    NavSyntax Error "nav-syntax"
    SidebarUnreadable Warning "sidebar-unreadable"

    // Quizzes.
    QuizWithoutKey Error "quiz-without-key"
    QuizWithoutChoices Error "quiz-without-choices"
    QuizTooFewChoices Error "quiz-too-few-choices"
    QuizTooManyChoices Error "quiz-too-many-choices"
    QuizEmptyStem Error "quiz-empty-stem"
    QuizEmptyChoice Error "quiz-empty-choice"
    QuizChoiceTwice Error "quiz-choice-twice"
    QuizSyntax Error "quiz-syntax"
    QuizEmpty Warning "quiz-empty"
    QuizTwoKeys Error "quiz-two-keys"
    QuizWithoutProgram Error "quiz-without-program"
    QuizUnknownSetting Warning "quiz-unknown-setting"
    QuizTextAfterKey Warning "quiz-text-after-key"
    QuizQuoteBeforeKey Warning "quiz-quote-before-key"
    QuestionIdTwice Error "question-id-twice"
    FaqEmpty Error "faq-entry-empty"
    FaqNotEntry Warning "faq-not-an-entry"

    // Question banks.
    BankMissing Error "bank-missing"
    BankSyntax Error "bank-syntax"
    BankUnknownKey Warning "bank-unknown-key"
    BankUnsupported Error "bank-unsupported"
    BankSimplified Warning "bank-simplified"
    BankUnlinked Warning "bank-unlinked"

    // Advice.
    LinkDead Warning "link-dead"
    AnchorDead Warning "anchor-dead"
    ImageWithoutAlt Warning "image-without-alt"
    RunLanguage Warning "run-language"
    QuestionDuplicate Warning "question-duplicate"
    QuestionSimilar Warning "question-similar"
    AllOfTheAbove Warning "all-of-the-above"
    LongestIsRight Warning "longest-choice-right"
    WithoutExplanation Warning "question-without-explanation"
    IdChanged Warning "id-changed"
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_distinct_words_in_kebab_case() {
        let texts: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
        assert!(texts.iter().all(|text| text.bytes().all(|b| b.is_ascii_lowercase() || b"-8".contains(&b))));
    }
    #[test]
    fn every_code_is_explained_in_the_documentation() {
        let documentation = include_str!("../../docs/content.md");
        let rows: Vec<(&str, &str)> = documentation
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
            .filter(|(_, rest)| rest.starts_with("error |") || rest.starts_with("warning |"))
            .map(|(code, rest)| (code, rest.split(' ').next().unwrap()))
            .collect();
        let codes: Vec<_> = Code::ALL.iter().map(|code| (code.as_str(), code.severity().as_str())).collect();
        let missing: Vec<_> = codes.iter().filter(|code| !rows.contains(code)).collect();
        let unknown: Vec<_> = rows.iter().filter(|row| !codes.contains(row)).collect();
        assert!(missing.is_empty() && unknown.is_empty(), "missing: {missing:?}, unknown: {unknown:?}");
    }
}

//! What is said about a live quiz: on the board, which a whole channel reads, and to one player.

use super::Locale;
use crate::{
    ids::ChannelId,
    markup::{RichText, Span, Target},
};

impl Locale {
    pub(crate) fn live_word(self) -> &'static str {
        self.either("Live quiz", "Live-Quiz")
    }

    /// Outside of a server's channel.
    pub(crate) fn live_needs_channel(self) -> RichText {
        let (before, after) = self.either(
            ("A live quiz is played by a group in a channel of a Discord server. On your own, take ", "."),
            ("Ein Live-Quiz spielt eine Gruppe in einem Kanal eines Discord-Servers. Für dich allein gibt es ", "."),
        );
        RichText::plain(before).command("quiz").text(after)
    }

    pub(crate) fn live_mute(self) -> RichText {
        RichText::plain(self.either(
            "I may not write in this channel, so there can be no board. Somebody who manages the server can give me “View Channel” and “Send Messages” here.",
            "In diesem Kanal darf ich nicht schreiben, also kann es hier keine Tafel geben. Wer den Server verwaltet, kann mir hier „Kanal ansehen“ und „Nachrichten senden“ erlauben.",
        ))
    }

    /// Where the server's staff keep Docent to some channels.
    pub(crate) fn live_elsewhere(self, channels: &[ChannelId]) -> RichText {
        let (before, after) = self.either(
            ("The staff of this server keep me to ", ". Start it there."),
            ("Das Team dieses Servers hat mir diese Kanäle gegeben: ", ". Starte es dort."),
        );
        let mut text = RichText::plain(before);
        for (index, channel) in channels.iter().take(5).enumerate() {
            if index > 0 {
                text.push(Span::plain(", "));
            }
            text.push(Span { target: Some(Target::Channel(*channel)), ..Span::plain(format!("#{channel}")) });
        }
        text.text(after)
    }

    pub(crate) fn live_busy(self) -> RichText {
        RichText::plain(self.either(
            "A live quiz is under way in this channel. Join it on its board; when it is over, the next can begin.",
            "In diesem Kanal läuft schon ein Live-Quiz. Mach auf seiner Tafel mit; wenn es vorbei ist, kann das nächste beginnen.",
        ))
    }

    /// No question of the lesson can be answered with a press by a group.
    pub(crate) fn live_nothing_to_ask(self) -> RichText {
        RichText::plain(self.either(
            "There is nothing to play here: a live quiz asks questions with choices, and none of a quiz that may be taken only so many times.",
            "Hier gibt es nichts zu spielen: Ein Live-Quiz stellt Fragen mit Auswahl, und keine aus einem Quiz, das man nur begrenzt oft machen darf.",
        ))
    }

    pub(crate) fn live_about_what(self) -> RichText {
        RichText::plain(self.either("What should the live quiz be about?", "Worum soll es im Live-Quiz gehen?"))
    }

    pub(crate) fn live_started(self, title: &str) -> RichText {
        match self {
            Self::English => RichText::plain(format!(
                "The live quiz on “{title}” opens in this channel. Its board goes on by itself; as its host you can also press “Go on” and “End it” there."
            )),
            Self::German => RichText::plain(format!(
                "Das Live-Quiz zu „{title}“ öffnet in diesem Kanal. Seine Tafel geht von selbst weiter; wer es startet, kann dort auch „Weiter“ und „Beenden“ drücken."
            )),
        }
    }

    pub(crate) fn live_title(self, about: &str) -> String {
        format!("{}: {about}", self.live_word())
    }

    pub(crate) fn live_rules(self, questions: usize) -> RichText {
        let rules = self.either(
            "A right answer is a point, however fast; nobody sees an answer before the question closes. The best five are named here.",
            "Eine richtige Antwort ist ein Punkt, egal wie schnell; niemand sieht eine Antwort, bevor die Frage schließt. Die besten fünf werden hier genannt.",
        );
        let count = match (self, questions) {
            (Self::English, 1) => "1 question.".to_owned(),
            (Self::English, _) => format!("{questions} questions."),
            (Self::German, 1) => "1 Frage.".to_owned(),
            (Self::German, _) => format!("{questions} Fragen."),
        };
        RichText::plain(format!("{count} {rules}"))
    }

    pub(crate) fn live_players(self, players: u32) -> String {
        match (self, players) {
            (Self::English, 0) => "Nobody has joined yet.".to_owned(),
            (Self::English, 1) => "1 has joined.".to_owned(),
            (Self::English, _) => format!("{players} have joined."),
            (Self::German, 0) => "Noch macht niemand mit.".to_owned(),
            (Self::German, 1) => "1 macht mit.".to_owned(),
            (Self::German, _) => format!("{players} machen mit."),
        }
    }

    pub(crate) fn live_answered(self, answers: u32, players: u32) -> String {
        match (self, answers) {
            (Self::English, _) => format!("{answers} of {players} answered."),
            (Self::German, 1) => format!("1 von {players} hat geantwortet."),
            (Self::German, _) => format!("{answers} von {players} haben geantwortet."),
        }
    }

    /// Before the moment at which the first question opens by itself.
    pub(crate) fn live_begins(self) -> &'static str {
        self.either("The first question opens ", "Die erste Frage öffnet ")
    }

    pub(crate) fn live_closes(self) -> &'static str {
        self.either("The question closes ", "Die Frage schließt ")
    }

    pub(crate) fn live_goes_on(self) -> &'static str {
        self.either("It goes on ", "Es geht weiter ")
    }

    /// Beside a question: what a press does.
    pub(crate) fn live_how_to_answer(self) -> &'static str {
        self.either(
            "Press to answer, which also joins. You can change your mind once.",
            "Drück, um zu antworten; damit machst du auch mit. Einmal kannst du deine Antwort ändern.",
        )
    }

    /// Under a choice of a closed question: how many chose it.
    pub(crate) fn live_chosen_by(self, count: u32) -> String {
        match self {
            Self::English => format!("chosen by {count}"),
            Self::German => format!("gewählt von {count}"),
        }
    }

    pub(crate) fn live_right(self, correct: u32, answered: u32) -> String {
        match (self, correct) {
            (Self::English, _) => format!("{correct} of {answered} answered it right."),
            (Self::German, 1) => format!("1 von {answered} hat richtig geantwortet."),
            (Self::German, _) => format!("{correct} von {answered} haben richtig geantwortet."),
        }
    }

    /// The teacher does not want the key to be shown here.
    pub(crate) fn live_key_later(self) -> RichText {
        RichText::plain(
            self.either("The right answer is not shown here.", "Die richtige Antwort wird hier nicht gezeigt."),
        )
    }

    pub(crate) fn live_best(self) -> &'static str {
        self.either("The best so far", "Die Besten bisher")
    }

    pub(crate) fn live_points(self, points: u32) -> String {
        match (self, points) {
            (Self::English, 1) => "1 point".to_owned(),
            (Self::English, _) => format!("{points} points"),
            (Self::German, 1) => "1 Punkt".to_owned(),
            (Self::German, _) => format!("{points} Punkte"),
        }
    }

    /// Beside the best: how many others play.
    pub(crate) fn live_others(self, others: u32) -> String {
        match (self, others) {
            (Self::English, 1) => "and 1 more".to_owned(),
            (Self::English, _) => format!("and {others} more"),
            (Self::German, 1) => "und 1 weitere Person".to_owned(),
            (Self::German, _) => format!("und {others} weitere"),
        }
    }

    /// Beside the best, when some who are not named have as many points as the last who is.
    pub(crate) fn live_also(self, also: u32, points: u32, behind: u32) -> String {
        let points = self.live_points(points);
        let also = match (self, also) {
            (Self::English, 1) => format!("1 more has {points}"),
            (Self::English, _) => format!("{also} more have {points}"),
            (Self::German, 1) => format!("1 weitere Person hat {points}"),
            (Self::German, _) => format!("{also} weitere haben {points}"),
        };
        match (self, behind) {
            (_, 0) => format!("{also}."),
            (Self::English, 1) => format!("{also}, 1 has fewer."),
            (Self::English, _) => format!("{also}, {behind} have fewer."),
            (Self::German, 1) => format!("{also}, 1 hat weniger."),
            (Self::German, _) => format!("{also}, {behind} haben weniger."),
        }
    }

    pub(crate) fn live_no_points(self) -> RichText {
        RichText::plain(self.either("Nobody has a point.", "Niemand hat einen Punkt."))
    }

    /// Below what it was about.
    pub(crate) fn live_result_title(self) -> &'static str {
        self.either("Result", "Ergebnis")
    }

    pub(crate) fn live_hardest(self, stem: &str, correct: u32, answered: u32) -> RichText {
        match self {
            Self::English => RichText::plain(format!("The hardest question: {stem} ({correct} of {answered} right)")),
            Self::German => RichText::plain(format!("Die schwerste Frage: {stem} ({correct} von {answered} richtig)")),
        }
    }

    pub(crate) fn live_stopped(self) -> RichText {
        RichText::plain(self.either(
            "It was ended early. What had been closed counts.",
            "Es wurde vorzeitig beendet. Was geschlossen war, zählt.",
        ))
    }

    pub(crate) fn live_deserted(self) -> RichText {
        RichText::plain(
            self.either("Nobody joined, so it did not take place.", "Niemand hat mitgemacht, darum fiel es aus."),
        )
    }

    pub(crate) fn live_join_button(self) -> &'static str {
        self.either("Join", "Mitmachen")
    }

    pub(crate) fn live_begin_button(self) -> &'static str {
        self.either("Begin now", "Start")
    }

    pub(crate) fn live_next_button(self) -> &'static str {
        self.either("Go on", "Weiter")
    }

    pub(crate) fn live_stop_button(self) -> &'static str {
        self.either("End it", "Beenden")
    }

    pub(crate) fn live_score_button(self) -> &'static str {
        self.either("How did I do", "Wie lief es bei mir")
    }

    /// Somebody whose name cannot be shown.
    pub(crate) fn live_nameless(self) -> &'static str {
        self.either("Somebody", "Jemand")
    }

    pub(crate) fn live_joined(self) -> RichText {
        RichText::plain(self.either(
            "You are in. Questions appear on the board in the channel; press your answer there. Only you see what you answered. If you are among the best five, the board says your name.",
            "Du bist dabei. Die Fragen erscheinen auf der Tafel im Kanal; drück deine Antwort dort. Nur du siehst, was du geantwortet hast. Bist du unter den besten fünf, nennt die Tafel deinen Namen.",
        ))
    }

    pub(crate) fn live_joined_already(self) -> RichText {
        RichText::plain(self.either("You are in already.", "Du bist schon dabei."))
    }

    pub(crate) fn live_over(self) -> RichText {
        let (before, after) = self.either(
            ("This live quiz is over. The next one starts with ", "."),
            ("Dieses Live-Quiz ist vorbei. Das nächste beginnt mit ", "."),
        );
        RichText::plain(before).command("live").text(after)
    }

    /// `letters` as the board shows them.
    pub(crate) fn live_recorded(self, letters: &str) -> RichText {
        RichText::plain(self.either("Your answer: ", "Deine Antwort: ")).strong(letters).text(self.either(
            ". You can change it once until the question closes.",
            ". Bis die Frage schließt, kannst du sie einmal ändern.",
        ))
    }

    pub(crate) fn live_changed(self, letters: &str) -> RichText {
        RichText::plain(self.either("Changed, your answer is now: ", "Geändert, deine Antwort ist jetzt: "))
            .strong(letters)
            .text(self.either(". This one counts.", ". Diese zählt."))
    }

    pub(crate) fn live_same(self, letters: &str) -> RichText {
        RichText::plain(self.either("That is your answer already: ", "Das ist schon deine Antwort: "))
            .strong(letters)
            .text(".")
    }

    pub(crate) fn live_kept(self, letters: &str) -> RichText {
        RichText::plain(self.either(
            "You have changed your mind once, which is the limit. What counts: ",
            "Du hast deine Antwort schon einmal geändert, mehr geht nicht. Es zählt: ",
        ))
        .strong(letters)
        .text(".")
    }

    pub(crate) fn live_not_open(self) -> RichText {
        RichText::plain(self.either(
            "This question takes no answers any more. The next one opens on the board.",
            "Diese Frage nimmt keine Antworten mehr an. Die nächste öffnet auf der Tafel.",
        ))
    }

    pub(crate) fn live_for_host(self) -> RichText {
        RichText::plain(self.either(
            "Only the host and the staff of this server can do that.",
            "Das können nur, wer es gestartet hat, und das Team dieses Servers.",
        ))
    }

    /// To a host who went on or ended it.
    pub(crate) fn live_led(self) -> &'static str {
        self.either("Done; the board follows.", "Ist gemacht; die Tafel folgt.")
    }

    /// To a host who begins alone.
    pub(crate) fn live_nobody_yet(self) -> RichText {
        RichText::plain(self.either(
            "Nobody has joined yet. Wait for the first, or join yourself.",
            "Noch macht niemand mit. Warte auf die Ersten, oder mach selbst mit.",
        ))
    }

    /// To somebody who asks how they stand and is not in it.
    pub(crate) fn live_not_in(self) -> RichText {
        RichText::plain(
            self.either("You have not played in this one.", "In diesem Live-Quiz hast du nicht mitgespielt."),
        )
    }

    pub(crate) fn live_your_score(self, points: u32, answered: usize) -> RichText {
        let counted = match (self, answered) {
            (Self::English, 1) => " from 1 answer.".to_owned(),
            (Self::English, _) => format!(" from {answered} answers."),
            (Self::German, 1) => " aus 1 Antwort.".to_owned(),
            (Self::German, _) => format!(" aus {answered} Antworten."),
        };
        RichText::default().strong(self.live_points(points)).text(counted)
    }

    /// `beside` is how many others share the rank.
    pub(crate) fn live_your_rank(self, rank: u32, players: u32, beside: u32) -> String {
        let shared = match (self, beside) {
            (_, 0) => String::new(),
            (Self::English, 1) => ", shared with 1 other".to_owned(),
            (Self::English, _) => format!(", shared with {beside} others"),
            (Self::German, 1) => ", geteilt mit 1 weiteren Person".to_owned(),
            (Self::German, _) => format!(", geteilt mit {beside} weiteren"),
        };
        match self {
            Self::English => format!("Rank {rank} of {players}{shared}."),
            Self::German => format!("Rang {rank} von {players}{shared}."),
        }
    }
}

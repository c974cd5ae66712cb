//! What is said about Docent itself: faults, refusals, stale buttons, who may see what.

use super::Locale;
use crate::{ids::ChannelId, markup::RichText, markup::Span, markup::Target};

impl Locale {
    /// A fault: `reference` is in the log, too.
    pub(crate) fn fault(self, reference: &str) -> RichText {
        let (before, after) = self.either(
            ("Something went wrong on my side. Nothing you recorded is lost. Try it again in a moment; if it stays, tell the people who run me the reference ", "."),
            ("Auf meiner Seite ist etwas schiefgegangen. Nichts, was du gespeichert hast, ist verloren. Versuch es gleich noch einmal; wenn es bleibt, nenn denen, die mich betreiben, das Zeichen ", "."),
        );
        RichText::plain(before).code(reference).text(after)
    }

    /// The database takes no writes just now.
    pub(crate) fn cannot_record(self) -> RichText {
        RichText::plain(self.either(
            "I cannot record anything at the moment, so this was not kept. Reading and asking still work. The people who run me see the reason in the log.",
            "Ich kann gerade nichts speichern, darum wurde das nicht festgehalten. Lesen und Fragen geht weiterhin. Wer mich betreibt, sieht den Grund im Protokoll.",
        ))
    }

    /// Shown beside an answer that could not be recorded.
    pub(crate) fn answer_not_recorded(self) -> RichText {
        RichText::plain(self.either(
            "This question was not recorded: I cannot write at the moment.",
            "Diese Frage wurde nicht festgehalten: Ich kann gerade nicht schreiben.",
        ))
    }

    pub(crate) fn busy(self) -> RichText {
        RichText::plain(self.either(
            "Many people are asking at once. Try again in a few seconds.",
            "Gerade fragen sehr viele gleichzeitig. Versuch es in ein paar Sekunden noch einmal.",
        ))
    }

    /// One person has been asking for more than their share.
    pub(crate) fn slow_down(self) -> RichText {
        RichText::plain(self.either(
            "That is faster than I can follow. Wait a few seconds and go on then; this one was not counted.",
            "So schnell komme ich nicht mit. Warte ein paar Sekunden und mach dann weiter; das hier hat nicht gezählt.",
        ))
    }

    /// A button of an older version, or one that nobody made.
    pub(crate) fn stale_press(self) -> RichText {
        let (before, between, after) = self.either(
            ("That has changed since this button was made. Start here: ", ", ", " or just ask me something."),
            (
                "Das hat sich geändert, seit es diesen Knopf gibt. Fang hier an: ",
                ", ",
                " oder frag mich einfach etwas.",
            ),
        );
        RichText::plain(before)
            .command("lesson")
            .text(between)
            .command("quiz")
            .text(between)
            .command("progress")
            .text(after)
    }

    /// The passage, lesson or course of an old button is no longer there.
    pub(crate) fn content_is_gone(self) -> RichText {
        let (before, after) = self.either(
            ("This part of the course is no longer there. See what there is with ", "."),
            ("Diesen Teil des Kurses gibt es nicht mehr. Was es gibt, zeigt ", "."),
        );
        RichText::plain(before).command("course").text(after)
    }

    pub(crate) fn no_courses(self) -> RichText {
        RichText::plain(self.either(
            "No course is open here yet. The people who run this server can choose one with /setup.",
            "Hier ist noch kein Kurs freigegeben. Wer diesen Server leitet, kann mit /einrichten einen wählen.",
        ))
    }

    /// Somebody pressed what belongs to another person.
    pub(crate) fn not_yours(self) -> RichText {
        RichText::plain(self.either(
            "This belongs to somebody else, so only they can use it. You can start your own:",
            "Das gehört jemand anderem, darum kann nur diese Person es benutzen. Du kannst dein eigenes beginnen:",
        ))
    }

    /// Stands in public for something about one person.
    pub(crate) fn open_privately(self) -> RichText {
        RichText::plain(self.either(
            "That is for your eyes only. Open it with the button; nobody else can.",
            "Das ist nur für dich. Öffne es mit dem Knopf; niemand sonst kann das.",
        ))
    }

    pub(crate) fn open_button(self) -> &'static str {
        self.either("Open for me", "Für mich öffnen")
    }

    /// A mention in a channel where the server's staff keep Docent quiet.
    pub(crate) fn elsewhere(self, channels: &[ChannelId]) -> RichText {
        let (before, or, after) = self.either(
            ("I answer mentions in ", " or ", ". Here you can use /ask; only you will see the answer."),
            ("Auf Erwähnungen antworte ich in ", " oder ", ". Hier geht /frage; die Antwort siehst nur du."),
        );
        let mut text = RichText::plain(before);
        for (index, channel) in channels.iter().take(5).enumerate() {
            if index > 0 {
                text.push(Span::plain(or));
            }
            text.push(Span { target: Some(Target::Channel(*channel)), ..Span::plain(format!("#{channel}")) });
        }
        text.text(after)
    }

    pub(crate) fn staff_only(self) -> RichText {
        RichText::plain(self.either(
            "Only the staff of this server can do that: people who may manage the server, or who have the role chosen in /setup.",
            "Das kann nur das Team dieses Servers: wer den Server verwalten darf oder die in /einrichten gewählte Rolle hat.",
        ))
    }

    pub(crate) fn server_only(self) -> RichText {
        RichText::plain(self.either(
            "That belongs to a server. Use it in a channel of the server that you mean.",
            "Das gehört zu einem Server. Benutz es in einem Kanal des Servers, den du meinst.",
        ))
    }

    pub(crate) fn shared_by(self, name: &str) -> RichText {
        match self {
            Self::English => RichText::plain(format!("Shared by {name}")),
            Self::German => RichText::plain(format!("Geteilt von {name}")),
        }
    }

    pub(crate) fn share_button(self) -> &'static str {
        self.either("Share here", "Hier teilen")
    }

    pub(crate) fn unshare_button(self) -> &'static str {
        self.either("Remove", "Entfernen")
    }

    pub(crate) fn not_your_share(self) -> RichText {
        RichText::plain(self.either(
            "Only the person who shared this, or the staff of this server, can remove it.",
            "Entfernen kann das nur, wer es geteilt hat, oder das Team dieses Servers.",
        ))
    }

    /// To the person who shared, beside the public message.
    pub(crate) fn shared(self) -> RichText {
        RichText::plain(self.either("Shared. You can remove it again.", "Geteilt. Du kannst es wieder entfernen."))
    }

    pub(crate) fn share_removed(self) -> RichText {
        RichText::plain(self.either("Removed.", "Entfernt."))
    }

    pub(crate) fn share_needs_a_channel(self) -> RichText {
        RichText::plain(self.either(
            "There is nobody else here to share it with. In a channel of a server you can.",
            "Hier ist niemand, mit dem du es teilen könntest. In einem Kanal eines Servers geht es.",
        ))
    }

    pub(crate) fn back_button(self) -> &'static str {
        self.either("Back", "Zurück")
    }
}

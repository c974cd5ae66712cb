//! What a front end says when a reply does not fit into one of its messages.

use super::Locale;

impl Locale {
    /// The end of a reply was left out.
    pub(crate) fn cut_short(self) -> &'static str {
        self.either(
            "The rest does not fit into one message. Open the section to read on.",
            "Der Rest passt nicht in eine Nachricht. Öffne den Abschnitt, um weiterzulesen.",
        )
    }
}

//! Whether a token can be one, without asking Discord; most wrong ones are something else from the same page.

use super::report::Finding;

const REMEDY: &str = "open https://discord.com/developers/applications, press \"Reset Token\" under \"Bot\", and set DISCORD_TOKEN to \
     exactly what it shows";

/// What is wrong with the form of a token; nothing of it is repeated.
pub(super) fn form(token: &str) -> Result<(), Finding> {
    let is_hex = |c: char| c.is_ascii_hexdigit();
    let is_part =
        |part: &str| part.len() >= 6 && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let parts: Vec<&str> = token.split('.').collect();
    let what = if token.contains(char::is_whitespace) && token.trim_start().starts_with("Bot ") {
        "begins with `Bot `, which Docent adds itself"
    } else if token.contains(char::is_whitespace) {
        "has white space in it, or at an end"
    } else if token.starts_with(['"', '\'', '`']) || token.ends_with(['"', '\'', '`']) {
        "has quotation marks around it, which are part of it where it was set"
    } else if token.chars().all(|c| c.is_ascii_digit()) {
        "is the application's id, not the token of its bot"
    } else if token.len() == 64 && token.chars().all(is_hex) {
        "is the application's public key, not the token of its bot"
    } else if parts.len() == 1 && token.len() == 32 {
        "is a client secret, not the token of a bot"
    } else if parts.len() != 3 || !parts.iter().all(|part| is_part(part)) {
        "is not of a token's form, which is three parts with a dot between them"
    } else {
        return Ok(());
    };
    Err(Finding::error("token-form", format!("DISCORD_TOKEN {what}"), REMEDY))
}

pub(super) fn missing() -> Finding {
    Finding::error(
        "token-missing",
        "DISCORD_TOKEN is not set: `docent chat` works without it, `docent serve` does not",
        format!("{REMEDY}; it stands in the environment and in no file of Docent's"),
    )
}

pub(super) fn refused() -> Finding {
    Finding::error(
        "token-refused",
        "Discord does not accept the token: it was reset, or its application deleted",
        REMEDY,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_the_token_on_its_page_is_named() {
        let long = "ab".repeat(32);
        for (token, said) in [
            ("Bot MTIzNDU2Nzg5.GsimuL.signature", "`Bot `"),
            ("MTIzNDU2Nzg5.GsimuL.signature\n", "white space"),
            ("\"MTIzNDU2Nzg5.GsimuL.signature\"", "quotation marks"),
            ("1234567890123456789", "application's id"),
            (long.as_str(), "public key"),
            ("abcdefghijklmnopqrstuvwxyz012345", "client secret"),
            ("MTIzNDU2Nzg5.GsimuL", "three parts"),
            ("a.b.c", "three parts"),
        ] {
            let finding = form(token).unwrap_err();
            assert!(finding.message.contains(said), "{token}: {}", finding.message);
            assert!(!finding.message.contains("GsimuL"), "{}", finding.message);
        }
        assert_eq!(form("MTIzNDU2Nzg5.GsimuL.a-made-up_signature"), Ok(()));
    }
}

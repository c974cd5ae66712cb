//! What learners see on Discord, as pictures to look at.
//!
//! `cargo run --example preview -- FOLDER [CONTENT [WIDTH]]` carries out real actions on the first course of CONTENT
//! (the one that comes with Docent), makes the messages that would go to Discord, and writes each as a page in
//! Discord's look into FOLDER, its JSON beside it. With `chromium` on the path the pages become PNGs as well, WIDTH
//! pixels wide (390, a phone).

mod look;
mod markdown;
mod playing;
mod scenes;
mod school;

use std::{fs, fs::File, io::BufReader, path::Path, process::Command};

use anyhow::Context as _;
use docent::{
    discord::to_discord::{self, CommandIds, Voice},
    reply::Block,
    tutor::Outcome,
    words::commands::COMMANDS,
};
use serde_json::Value;

use self::school::School;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().context("name a folder for the pictures")?;
    let content = arguments.next().unwrap_or_else(|| "content".to_owned());
    let width: u32 = arguments.next().map_or(Ok(390), |width| width.parse()).context("the width is a number")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let school = School::open(Path::new(&content)).await?;
    for (name, outcome) in scenes::all(&school).await? {
        let message = message(&outcome)?;
        write(folder, &name, &message, &outcome, width)?;
        if name == "lesson-short" {
            write(folder, "lesson-short-as-embed", &as_embed(&message), &outcome, width)?;
        }
    }
    Ok(())
}

/// The JSON that goes to Discord.
fn message(outcome: &Outcome) -> anyhow::Result<Value> {
    let ids = COMMANDS.iter().zip(1..).map(|(command, id)| (command.name[0], id));
    let commands = CommandIds(ids.collect());
    let voice = Voice { locale: outcome.locale, commands: &commands };
    Ok(serde_json::to_value(to_discord::message(&outcome.reply, voice))?)
}

fn write(folder: &Path, name: &str, message: &Value, outcome: &Outcome, width: u32) -> anyhow::Result<()> {
    let mut picture = None;
    for block in &outcome.reply.blocks {
        if let Block::Picture(drawn) = block {
            let file = format!("{name}.picture.png");
            fs::write(folder.join(&file), &drawn.png)?;
            println!("{name}: picture of {} bytes\n{}", drawn.png.len(), drawn.alt);
            picture = Some(file);
        }
    }
    fs::write(folder.join(format!("{name}.json")), serde_json::to_string_pretty(message)?)?;
    let page = folder.join(format!("{name}.html"));
    fs::write(&page, look::page(name, message, picture.as_deref()))?;
    match photograph(&page, &folder.join(format!("{name}.png")), width) {
        Ok(()) => println!("{name}"),
        Err(error) => println!("{name}: page only ({error:#})"),
    }
    Ok(())
}

/// The same text and controls as an embed, to compare the two.
fn as_embed(message: &Value) -> Value {
    let parts = message["components"][0]["components"].as_array().cloned().unwrap_or_default();
    let text = |part: &Value| part["content"].as_str().map(str::to_owned);
    let (rows, texts): (Vec<Value>, Vec<Value>) = parts.into_iter().partition(|part| part["type"] == 1);
    let mut texts: Vec<String> = texts.iter().filter_map(text).collect();
    let footer = if texts.len() > 1 { texts.pop() } else { None };
    let footer = footer.map(|text| text.replace("-# ", ""));
    serde_json::json!({
        "embeds": [{ "description": texts.join("\n\n"), "footer": { "text": footer } }],
        "components": rows,
    })
}

/// Has Chromium draw a page, and cuts off what is empty below.
fn photograph(page: &Path, png: &Path, width: u32) -> anyhow::Result<()> {
    let page = fs::canonicalize(page)?;
    let run = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=2"])
        .arg(format!("--window-size={width},2600"))
        .arg(format!("--screenshot={}", png.display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .context("chromium is not there")?;
    anyhow::ensure!(run.status.success(), "chromium: {}", String::from_utf8_lossy(&run.stderr));
    cut(png)
}

/// Keeps the rows down to the last one that differs from the bottom.
fn cut(path: &Path) -> anyhow::Result<()> {
    let mut decoder = png::Decoder::new(BufReader::new(File::open(path)?));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().context("a picture too large")?];
    let info = reader.next_frame(&mut pixels)?;
    let rows: Vec<&[u8]> = pixels.chunks_exact(info.line_size).collect();
    let used = rows.iter().rposition(|row| Some(row) != rows.last()).unwrap_or(0);
    let height = (used + 40).min(rows.len());
    let mut encoder = png::Encoder::new(File::create(path)?, info.width, u32::try_from(height)?);
    encoder.set_color(info.color_type);
    encoder.set_depth(info.bit_depth);
    encoder.write_header()?.write_image_data(&rows.get(..height).unwrap_or_default().concat())?;
    Ok(())
}

//! The progress picture on its way to a learner and away again.

use discord_sim::Message;

use super::{School, says};

#[track_caller]
fn picture_of(message: &Message) -> (Vec<u8>, String) {
    let [picture] = message.attachments() else { panic!("no picture in\n{}", message.text()) };
    assert_eq!(picture.content_type.as_deref(), Some("image/png"));
    (picture.bytes.to_vec(), picture.description.clone().unwrap_or_default())
}

#[tokio::test]
async fn progress_comes_with_a_picture_that_goes_with_the_next_step() {
    let school = School::open().await;
    let progress = school.ada.in_channel(&school.room).command("progress").await.message().await;
    let (bytes, description) = picture_of(&progress);
    assert!(bytes.starts_with(b"\x89PNG"));
    assert!(description.starts_with("Making tea: 0 % read. 0 of 2 lessons read."), "{description}");
    says(&progress, "Your progress");
    let lesson = school.ada.presses(&progress, "Read on").await.message().await;
    assert_eq!(lesson.id(), progress.id());
    assert!(lesson.attachments().is_empty());
    let again = school.ada.in_dm().says("progress").answer().await;
    assert!(picture_of(&again).1.contains("1. Leaves: begun"));
    school.close().await;
}

//! Brings answers to Discord: which request, how often, and what its refusal means.
//!
//! serenity does not try a failed request again, and its own rate limiter keeps an entry for every interaction it has
//! ever seen. Interactions therefore go [directly](super::direct), files of theirs through a client without it, and are
//! tried again here: the same code with Discord and with a test server. Errors are told by status and code only, since
//! an interaction's address holds its token.

use std::{sync::Arc, time::Duration};

use hyper::body::Bytes;
use serde::{Deserialize, Serialize};
use serenity::{
    all::{ApplicationId, ChannelId, CreateAttachment, Http, HttpError, LightMethod, MessageId, UserId},
    http::{Multipart, MultipartUpload, Request, Route},
};
use tokio::{
    sync::Semaphore,
    time::{Instant, sleep_until, timeout, timeout_at},
};

use super::{
    direct::Direct,
    from_discord::Call,
    payload::{File, Message, Response},
};

/// The first response has to arrive within three seconds of the interaction.
/// <https://discord.com/developers/docs/interactions/receiving-and-responding#responding-to-an-interaction>
const FIRST_RESPONSE: Duration = Duration::from_secs(3);
/// For what may arrive later: a learner does not wait longer, and an interaction's token lives for 15 minutes.
const LATER: Duration = Duration::from_secs(20);
/// An answer that takes longer is lost, or so slow that asking again is quicker.
const ATTEMPT: Duration = Duration::from_millis(1_200);
const FIRST_PAUSE: Duration = Duration::from_millis(80);
/// Requests under way at one moment, each on a connection of its own: a commit that hundreds waited for must not open as
/// many. With answers that take 200 ms on their way it is more than a thousand a second.
const REQUESTS: usize = 256;

/// What became of a request that did not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    /// Unknown interaction: its three seconds or its fifteen minutes are over.
    #[error("the interaction is over")]
    Gone,
    #[error("the interaction has its first response")]
    Answered,
    #[error("Discord refuses it with status {status}, code {code}")]
    Refused { status: u16, code: i64 },
    /// What Discord says has to pass before the next try, if it says so.
    #[error("Discord is not there, or too busy")]
    Unavailable { retry_after: Option<Duration> },
}

#[derive(Debug, Clone)]
pub(super) struct Courier {
    direct: Direct,
    /// For files, without serenity's rate limiter.
    interactions: Arc<Http>,
    /// With serenity's rate limiter, unless a test server stands in for Discord.
    rest: Arc<Http>,
    application: ApplicationId,
    places: Arc<Semaphore>,
}

impl Courier {
    pub(super) fn new(direct: Direct, interactions: Arc<Http>, rest: Arc<Http>, application: ApplicationId) -> Self {
        Self { direct, interactions, rest, application, places: Arc::new(Semaphore::new(REQUESTS)) }
    }

    /// Sends the first response, as often as the time that is left allows. `made` is when the interaction was.
    pub(super) async fn respond(&self, call: &Call, made: Instant, response: &Response) -> Result<(), Failure> {
        let route = Route::InteractionResponse { interaction_id: call.id, token: &call.token };
        let body = Body::of(response, response.file());
        let parcel = Parcel { way: self.way(&body), places: &self.places, route, method: LightMethod::Post, body };
        match parcel.send(made + FIRST_RESPONSE).await {
            // An earlier attempt has arrived, only its receipt was lost.
            Err((Failure::Answered, attempts)) if attempts > 1 => Ok(()),
            sent => sent.map_err(|(failure, _)| failure),
        }
    }

    /// Replaces what a deferral shows.
    pub(super) async fn edit_original(&self, call: &Call, message: &Message) -> Result<(), Failure> {
        self.of_interaction(self.original(call), LightMethod::Patch, Body::of(message, message.file())).await
    }

    /// Removes the message whose button was pressed, after the press was acknowledged.
    pub(super) async fn delete_original(&self, call: &Call) -> Result<(), Failure> {
        self.of_interaction(self.original(call), LightMethod::Delete, Body::default()).await
    }

    /// Adds a message to an interaction that has its first response.
    pub(super) async fn follow_up(&self, call: &Call, message: &Message) -> Result<(), Failure> {
        let route = Route::WebhookFollowupMessages { application_id: self.application, token: &call.token };
        self.of_interaction(route, LightMethod::Post, Body::of(message, message.file())).await
    }

    /// Writes into a channel.
    pub(super) async fn write(&self, channel: ChannelId, message: &Message) -> Result<(), Failure> {
        let route = Route::ChannelMessages { channel_id: channel };
        let body = Body::of(message, message.file());
        let parcel =
            Parcel { way: Way::Serenity(&self.rest), places: &self.places, route, method: LightMethod::Post, body };
        parcel.send(Instant::now() + LATER).await.map_err(|(failure, _)| failure)
    }

    /// Writes into a channel, tried once, and says which message that is.
    pub(super) async fn post(&self, channel: ChannelId, message: &Message) -> Result<MessageId, Failure> {
        let route = Route::ChannelMessages { channel_id: channel };
        let request = Body::of(message, message.file()).put_into(Request::new(route, LightMethod::Post));
        match timeout(ATTEMPT, self.rest.fire::<Written>(request)).await {
            Ok(Ok(written)) => Ok(written.id),
            Ok(Err(error)) => Err(Failure::of(&error)),
            Err(_) => Err(Failure::UNREACHABLE),
        }
    }

    /// Puts `message` in the place of one of our own, tried once: by the next time there is something newer to show.
    pub(super) async fn edit(&self, channel: ChannelId, id: MessageId, message: &Message) -> Result<(), Failure> {
        let route = Route::ChannelMessage { channel_id: channel, message_id: id };
        let request = Body::of(message, message.file()).put_into(Request::new(route, LightMethod::Patch));
        match timeout(ATTEMPT, self.rest.request(request)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(Failure::of(&error)),
            Err(_) => Err(Failure::UNREACHABLE),
        }
    }

    /// The channel of direct messages with a person, which Discord makes when there is none.
    pub(super) async fn direct_channel(&self, user: UserId) -> Result<ChannelId, Failure> {
        let recipient = serde_json::json!({ "recipient_id": user });
        let channel = self.rest.create_private_channel(&recipient).await.map_err(|error| Failure::of(&error))?;
        Ok(channel.id)
    }

    fn original<'a>(&self, call: &'a Call) -> Route<'a> {
        Route::WebhookOriginalInteractionResponse { application_id: self.application, token: &call.token }
    }

    /// How something about an interaction is sent.
    fn way(&self, body: &Body) -> Way<'_> {
        if body.file.is_some() { Way::Serenity(&self.interactions) } else { Way::Direct(&self.direct) }
    }

    async fn of_interaction(&self, route: Route<'_>, method: LightMethod, body: Body) -> Result<(), Failure> {
        let parcel = Parcel { way: self.way(&body), places: &self.places, route, method, body };
        parcel.send(Instant::now() + LATER).await.map_err(|(failure, _)| failure)
    }
}

/// What is read of a message that was written.
#[derive(Deserialize)]
struct Written {
    id: MessageId,
}

/// What a request carries: JSON, or a form of the JSON and a file.
#[derive(Debug, Clone, Default)]
struct Body {
    json: Option<Bytes>,
    file: Option<File>,
}

impl Body {
    fn of(body: &impl Serialize, file: Option<File>) -> Self {
        let json = serde_json::to_vec(body).expect("our payloads hold only what JSON can write");
        Self { json: Some(json.into()), file }
    }

    /// <https://discord.com/developers/docs/reference#uploading-files>
    fn put_into<'a>(&self, request: Request<'a>) -> Request<'a> {
        match &self.file {
            None => request.body(self.json.as_deref().map(<[u8]>::to_vec)),
            Some(file) => request.multipart(Some(Multipart {
                upload: MultipartUpload::Attachments(vec![CreateAttachment::bytes(file.bytes.to_vec(), file.name)]),
                fields: Vec::new(),
                payload_json: self.json.as_deref().map(|json| String::from_utf8_lossy(json).into_owned()),
            })),
        }
    }
}

#[derive(Clone, Copy)]
enum Way<'a> {
    Direct(&'a Direct),
    Serenity(&'a Http),
}

/// One request, ready to be tried.
struct Parcel<'a> {
    way: Way<'a>,
    places: &'a Semaphore,
    route: Route<'a>,
    method: LightMethod,
    body: Body,
}

impl Parcel<'_> {
    /// Tries until it succeeds, is refused, or `deadline` comes. A failure says how often it was tried.
    async fn send(self, deadline: Instant) -> Result<(), (Failure, u32)> {
        let mut pause = FIRST_PAUSE;
        let mut attempts = 1;
        loop {
            let Ok(place) = timeout_at(deadline, self.places.acquire()).await else {
                return Err((Failure::UNREACHABLE, attempts));
            };
            let left = deadline.saturating_duration_since(Instant::now());
            let sent = timeout(ATTEMPT.min(left), self.try_once()).await;
            drop(place);
            let failure = match sent {
                Ok(Ok(())) => return Ok(()),
                Ok(Err(failure)) => failure,
                Err(_) => Failure::UNREACHABLE,
            };
            let Failure::Unavailable { retry_after } = failure else { return Err((failure, attempts)) };
            // Who asks again before the time is refused again, and Discord shuts out whoever is refused too often.
            let wait = retry_after.map_or(pause, |told| told.max(pause));
            let next = Instant::now().checked_add(wait).filter(|next| *next < deadline);
            let Some(next) = next else { return Err((failure, attempts)) };
            tracing::debug!(attempts, "discord did not take an answer, trying again");
            sleep_until(next).await;
            pause *= 2;
            attempts += 1;
        }
    }

    async fn try_once(&self) -> Result<(), Failure> {
        match self.way {
            Way::Direct(direct) => direct.send(self.method.reqwest_method(), self.route, self.body.json.clone()).await,
            Way::Serenity(http) => {
                let request = self.body.put_into(Request::new(self.route, self.method));
                // Rare, and large.
                Box::pin(http.request(request)).await.map(drop).map_err(|error| Failure::of(&error))
            }
        }
    }
}

impl Failure {
    /// No answer, or none that says when to ask again.
    pub(super) const UNREACHABLE: Self = Self::Unavailable { retry_after: None };

    /// What serenity's error means. Codes: <https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>
    pub(super) fn of(error: &serenity::Error) -> Self {
        let response = match error {
            serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => response,
            // A token that does not even fit into a header.
            serenity::Error::Http(HttpError::InvalidHeader(_)) => return Self::Refused { status: 401, code: 0 },
            _ => return Self::UNREACHABLE,
        };
        // serenity keeps nothing of when to ask again.
        Self::of_code(response.status_code.as_u16(), i64::try_from(response.error.code).unwrap_or(-1), None)
    }

    /// What an answer means that is no success. `retry_after` is that of its head, in seconds, if it has one.
    pub(super) fn of_answer(status: u16, retry_after: Option<f64>, body: &[u8]) -> Self {
        #[derive(Deserialize)]
        struct Problem {
            code: Option<i64>,
            /// In seconds, and finer. <https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit>
            retry_after: Option<f64>,
        }
        // What stands between Discord and us may answer in HTML.
        let problem = serde_json::from_slice(body).unwrap_or(Problem { code: None, retry_after: None });
        let retry_after = problem.retry_after.or(retry_after);
        let retry_after = retry_after.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Self::of_code(status, problem.code.unwrap_or(-1), retry_after)
    }

    fn of_code(status: u16, code: i64, retry_after: Option<Duration>) -> Self {
        match (status, code) {
            (_, 10062 | 10015 | 50027) => Self::Gone,
            (_, 40060) => Self::Answered,
            (429 | 500..=599, _) => Self::Unavailable { retry_after },
            (status, code) => Self::Refused { status, code },
        }
    }
}

//! Request bodies: JSON, or a form with `payload_json` and files.
//! <https://discord.com/developers/docs/reference#uploading-files>

use axum::body::to_bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use serde_json::Value;

use crate::api_error::{ApiError, Mistake};
use crate::limits;

/// A body, read.
pub(crate) struct Body {
    json: Option<Value>,
    pub(crate) files: Vec<Upload>,
}

/// A file of a form.
pub(crate) struct Upload {
    /// The `n` of `files[n]`, which `attachments[].id` refers to.
    pub(crate) number: u64,
    pub(crate) filename: String,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

impl Body {
    /// The JSON, null where none was sent.
    pub(crate) fn json(&self) -> &Value {
        self.json.as_ref().unwrap_or(&Value::Null)
    }

    pub(crate) fn json_as_sent(&self) -> Option<&Value> {
        self.json.as_ref()
    }

    pub(crate) async fn read(request: Request) -> Result<Self, ApiError> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            return Self::read_form(request).await;
        }
        let bytes = to_bytes(request.into_body(), limits::REQUEST_BYTES);
        let bytes = bytes.await.map_err(|fault| ApiError::request_too_large(fault.to_string()))?;
        if bytes.is_empty() {
            return Ok(Self { json: None, files: Vec::new() });
        }
        let json = serde_json::from_slice(&bytes).map_err(|fault| ApiError::not_json(fault.to_string()))?;
        Ok(Self { json: Some(json), files: Vec::new() })
    }

    async fn read_form(request: Request) -> Result<Self, ApiError> {
        let broken = |fault: &dyn std::fmt::Display| ApiError::not_json(format!("broken form: {fault}"));
        let (parts, body) = request.into_parts();
        // Read whole first: axum's own limit for forms is far below Discord's.
        let bytes = to_bytes(body, limits::REQUEST_BYTES)
            .await
            .map_err(|fault| ApiError::request_too_large(fault.to_string()))?;
        let request = Request::from_parts(parts, bytes.into());
        let mut form = Multipart::from_request(unlimited(request), &()).await.map_err(|fault| broken(&fault))?;
        let mut json = None;
        let mut files = Vec::new();
        while let Some(field) = form.next_field().await.map_err(|fault| broken(&fault))? {
            let name = field.name().unwrap_or_default().to_string();
            let filename = field.file_name().map(str::to_string);
            let content_type = field.content_type().map(str::to_string);
            let bytes = field.bytes().await.map_err(|fault| broken(&fault))?.to_vec();
            if name == "payload_json" {
                json = Some(serde_json::from_slice(&bytes).map_err(|fault| ApiError::not_json(fault.to_string()))?);
                continue;
            }
            let Some(number) = file_number(&name) else { return Err(unknown_part(&name)) };
            files.push(Upload { number, filename: filename.unwrap_or_default(), content_type, bytes });
        }
        Ok(Self { json, files })
    }
}

fn unlimited(mut request: Request) -> Request {
    use axum::extract::DefaultBodyLimit;
    DefaultBodyLimit::max(limits::REQUEST_BYTES).apply(&mut request);
    request
}

/// The `n` of `files[n]`.
fn file_number(name: &str) -> Option<u64> {
    name.strip_prefix("files[")?.strip_suffix(']')?.parse().ok()
}

fn unknown_part(name: &str) -> ApiError {
    ApiError::invalid_form(vec![Mistake::new(name, "UNKNOWN_PART", "neither `payload_json` nor `files[n]`")])
}

//! Keeps the pictures drawn last, as long as their facts are the same.

use std::{num::NonZero, sync::Mutex};

use lru::LruCache;

use super::{Facts, Picture};

/// Pictures kept: a class that looks at its progress one after the other, in about four megabytes.
const KEPT: NonZero<usize> = NonZero::new(100).expect("a hundred is not zero");

/// The facts themselves are the key, so that no two of them can ever share a picture.
pub(crate) struct Cache {
    pictures: Mutex<LruCache<Facts, Picture>>,
}

impl Cache {
    pub(crate) fn new() -> Self {
        Self { pictures: Mutex::new(LruCache::new(KEPT)) }
    }

    pub(crate) fn get(&self, facts: &Facts) -> Option<Picture> {
        self.lock().get(facts).cloned()
    }

    /// The one drawn first stays when two were drawn at once.
    pub(crate) fn keep(&self, facts: Facts, picture: Picture) -> Picture {
        self.lock().get_or_insert(facts, || picture).clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, LruCache<Facts, Picture>> {
        // Nothing is done under the lock that could leave the cache half changed.
        self.pictures.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

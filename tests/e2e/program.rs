//! Processes that stories start.

use std::{
    ops::{Deref, DerefMut},
    process::{Child, Command, Output},
};

/// A process that ends with its story, however that ends: one that goes on would knock at a port that by then belongs
/// to another story's Discord, and with a token that is wrong there.
pub struct Running(Option<Child>);

impl Running {
    pub fn start(command: &mut Command) -> Self {
        Self(Some(command.spawn().unwrap()))
    }

    /// kill -9, and nothing of it is left.
    pub fn dies(&mut self) {
        self.kill().unwrap();
        self.wait().unwrap();
    }

    /// What it still writes, until it ends by itself.
    pub fn output(mut self) -> Output {
        self.0.take().expect("it is taken out only here").wait_with_output().unwrap()
    }
}

impl Deref for Running {
    type Target = Child;

    fn deref(&self) -> &Child {
        self.0.as_ref().expect("it is taken out only when this is gone")
    }
}

impl DerefMut for Running {
    fn deref_mut(&mut self) -> &mut Child {
        self.0.as_mut().expect("it is taken out only when this is gone")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            // Most have ended before.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

//! A fake Discord on loopback.

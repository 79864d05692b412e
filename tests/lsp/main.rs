//! Conversations with `brieflint lsp`, as an editor leads them.

mod config;
mod editor;
mod features;
mod lifecycle;
mod sync;

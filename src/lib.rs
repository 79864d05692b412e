//! brieflint holds delegation briefs to the clarity test.
//!
//! Text flows one way through the modules, in this order: [`source`] reads files, [`yaml`] and [`brief`] turn them into a
//! model, [`language`] cuts the words, [`rule`] matches them, [`lint`] makes findings, [`fix`] mends what can be mended without a doubt,
//! [`report`] writes findings down, [`clarity`] says what they come to, [`page`] shows a folder of them.
//! [`config`] says which rules are in force for a file, [`baseline`] which findings were there before, [`git`] what changed.
//! [`cli`] and [`lsp`] stand on top.

pub mod baseline;
pub mod brief;
pub mod clarity;
pub mod cli;
pub mod config;
pub mod fix;
pub mod git;
pub mod language;
pub mod lint;
pub mod lsp;
pub mod page;
pub mod report;
pub mod rule;
pub mod source;
pub mod yaml;

//! The command line as people use it: each file in `tests/cmd` is a session, with what is written and the exit status.
//! `TRYCMD=overwrite cargo test --test cmd` writes them anew; read the difference before you commit it.

#[test]
fn sessions() {
    trycmd::TestCases::new()
        .env("LC_ALL", "C.UTF-8")
        .env("COLUMNS", "100")
        .insert_var("[VERSION]", env!("CARGO_PKG_VERSION"))
        .expect("a redaction")
        .case("tests/cmd/*.trycmd")
        .case("tests/cmd/*.toml");
}

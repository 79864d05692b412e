use std::io;

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::{FileReport, Format, Located, Summary};
use crate::rule::Severity;
use crate::source::visible;

/// JUnit's XML, for build servers: a suite for each brief, a case for each finding. Advice fails nothing.
#[derive(Debug, Default)]
pub struct Junit;

type Xml = Writer<Vec<u8>>;

impl Format for Junit {
    fn begin(&mut self, out: &mut String) {
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"brieflint\">\n");
    }

    fn file(&mut self, file: &FileReport, out: &mut String) {
        let findings: Vec<&Located> = file.open().collect();
        let failures = findings.iter().filter(|located| located.finding.severity > Severity::Advice).count();
        // A suite without a case counts as one that did not run.
        let tests = findings.len().max(1);
        let path = text(&file.path);
        write(out, |xml| {
            suite(xml, &path, tests, failures, 0, |xml| {
                if findings.is_empty() {
                    case(xml, &path, "clarity").write_empty()?;
                }
                findings.iter().try_for_each(|located| finding(xml, &path, located))
            })
        });
    }

    fn end(&mut self, summary: &Summary, out: &mut String) {
        for failure in &summary.failures {
            let (path, message) = (text(&failure.path), text(&failure.message));
            write(out, |xml| {
                suite(xml, &path, 1, 0, 1, |xml| {
                    case(xml, &path, "read").write_inner_content(|xml| {
                        let error = xml.create_element("error").with_attribute(("message", &*message));
                        error.write_empty().map(drop)
                    })?;
                    Ok(())
                })
            });
        }
        out.push_str("</testsuites>\n");
    }
}

fn suite(
    xml: &mut Xml,
    path: &str,
    tests: usize,
    failures: usize,
    errors: usize,
    inner: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    let (tests, failures, errors) = (tests.to_string(), failures.to_string(), errors.to_string());
    xml.create_element("testsuite")
        .with_attributes([("name", path), ("tests", &*tests), ("failures", &*failures), ("errors", &*errors)])
        .write_inner_content(inner)?;
    Ok(())
}

fn case<'w>(xml: &'w mut Xml, path: &'w str, name: &'w str) -> quick_xml::writer::ElementWriter<'w, Vec<u8>> {
    xml.create_element("testcase").with_attributes([("classname", path), ("name", name)])
}

fn finding(xml: &mut Xml, path: &str, located: &Located) -> io::Result<()> {
    let (finding, start) = (&located.finding, located.place.start);
    let name = format!("{} in line {}", finding.rule, start.line);
    let message = text(&finding.message);
    let details = format!("{path}:{}:{}: {message}\n{}", start.line, start.column, text(&finding.help));
    case(xml, path, &name).write_inner_content(|xml| {
        let inner = match finding.severity {
            Severity::Advice => xml.create_element("system-out"),
            severity => {
                xml.create_element("failure").with_attributes([("type", severity.name()), ("message", &*message)])
            }
        };
        inner.write_text_content(BytesText::new(&details)).map(drop)
    })?;
    Ok(())
}

/// XML has no control characters, escaped or not.
fn text(raw: &str) -> String {
    visible(raw).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

/// Writing to memory cannot fail.
fn write(out: &mut String, body: impl FnOnce(&mut Xml) -> io::Result<()>) {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    if body(&mut xml).is_ok() {
        out.push_str(&String::from_utf8_lossy(&xml.into_inner()));
        out.push('\n');
    }
}
